package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EndpointSetTest {
    @Test
    void aGroupMeansAllOfItsCalls() {
        EndpointSet history = EndpointSet.parse("history").orElseThrow();

        for (Endpoint e : Endpoint.values()) {
            assertThat(history.has(e)).as(e.call()).isEqualTo(e.group() == EndpointGroup.HISTORY);
        }
    }

    @Test
    void aCallMeansItself() {
        EndpointSet pause = EndpointSet.parse("producer.pause").orElseThrow();

        assertThat(pause.has(Endpoint.PRODUCER_PAUSE)).isTrue();
        assertThat(pause.has(Endpoint.PRODUCER_PAUSED)).isFalse();
    }

    @Test
    void setsAddUp() {
        EndpointSet both = EndpointSet.parse("push")
                .orElseThrow()
                .plus(EndpointSet.parse("unknown").orElseThrow());

        assertThat(both.has(Endpoint.PUSH_TRANSACTION)).isTrue();
        assertThat(both.has(Endpoint.UNKNOWN)).isTrue();
        assertThat(both.has(Endpoint.GET_INFO)).isFalse();
    }

    @Test
    void everyWordMeansSomething() {
        assertThat(EndpointSet.words())
                .doesNotHaveDuplicates()
                .allSatisfy(word -> assertThat(EndpointSet.parse(word)).isPresent());
    }

    @Test
    void otherWordsMeanNothing() {
        assertThat(EndpointSet.parse("get_infos")).isEmpty();
        assertThat(EndpointSet.parse("")).isEmpty();
        assertThat(EndpointSet.parse("PUSH")).isEmpty();
    }
}
