package boma.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final MetricsPage PAGE = MetricsPage.parse("""
        # HELP boma_requests_total Requests that were settled.
        # TYPE boma_requests_total counter
        boma_requests_total{listener="public",call="get_info",status="2xx"} 12.0
        boma_requests_total{listener="public",call="push_transaction",status="4xx"} 3.0
        boma_requests_total_ever 100.0
        boma_bans_running 2.0
        """);

    @Test
    void aMetricIsSummedOverItsLabels() {
        assertThat(PAGE.count("boma_requests_total")).isEqualTo(15);
    }

    @Test
    void aMetricMayHaveNoLabels() {
        assertThat(PAGE.count("boma_bans_running")).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsZero() {
        assertThat(PAGE.sum("boma_requests")).isZero();
    }
}
