package boma.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.Name;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TopNamesTest {
    private final TopNames names = new TopNames();
    private final TopSeries series = new TopSeries();

    @Test
    void theMostFrequentComeFirstWithExactCounts() {
        add("eosio.token", 30);
        add("mygame.app", 10);
        add("eosio", 20);

        assertThat(series.next(names))
                .containsExactly(
                        new TopSeries.Row("eosio.token", 30, 0),
                        new TopSeries.Row("eosio", 20, 0),
                        new TopSeries.Row("mygame.app", 10, 0),
                        new TopSeries.Row("(other)", 0, 0));
    }

    @Test
    void failuresAreCountedBesideRequests() {
        names.add(Name.encode("eosio"), true);
        names.add(Name.encode("eosio"), false);

        assertThat(series.next(names)).contains(new TopSeries.Row("eosio", 2, 1));
    }

    @Test
    void whatIsNotShownIsSummedUp() {
        for (int i = 0; i < 26; i++) add("name" + (char) ('a' + i), 26 - i);

        List<TopSeries.Row> rows = series.next(names);

        assertThat(rows).hasSize(21).last().isEqualTo(new TopSeries.Row("(other)", 21, 0)); // 6 + 5 + 4 + 3 + 2 + 1
    }

    @Test
    void aFloodOfNamesThatComeOnceCannotPushAFrequentOneOut() {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            names.add(random.nextLong(), false);
            if (i % 100 == 0) add("eosio.token", 1);
        }

        assertThat(series.next(names)).first().isEqualTo(new TopSeries.Row("eosio.token", 1000, 0));
    }

    @Test
    void aNameIsNotShownForTheWeightThatItInherited() {
        LongStream.iterate(1, name -> name + 1)
                .filter(name -> TopNames.bucket(name) == 0)
                .limit(1000)
                .forEach(name -> names.add(name, false));

        assertThat(series.next(names)).containsExactly(new TopSeries.Row("(other)", 1000, 0));
    }

    @Test
    void aFloodOfNamesThatComeOnceShowsNone() {
        var random = new Random(3);
        for (int scrape = 0; scrape < 100; scrape++) {
            for (int i = 0; i < 1000; i++) names.add(random.nextLong(), false);
            series.admitOneMore();

            assertThat(series.next(names)).hasSize(1);
        }
    }

    @Test
    void newNamesComeOneInAMinuteHoweverHeavyTheyAre() {
        Set<String> shown = new TreeSet<>();
        for (int scrape = 0; scrape < 100; scrape++) {
            add("name" + (char) ('a' + scrape % 26) + (char) ('a' + scrape / 26), 100);
            for (TopSeries.Row row : series.next(names)) shown.add(row.name());
        }
        assertThat(shown).hasSize(21);

        for (int minute = 0; minute < 3; minute++) {
            series.admitOneMore();
            add("late" + (char) ('a' + minute), 1000 << minute);
            for (TopSeries.Row row : series.next(names)) shown.add(row.name());
        }

        assertThat(shown).hasSize(24).contains("latea", "lateb", "latec");
    }

    @Test
    void aNameThatWasShownStaysWhileThereIsRoom() {
        add("quiet", 5);
        series.next(names);
        for (int i = 0; i < 10; i++) names.age();
        add("loud", 1000);

        assertThat(series.next(names)).extracting(TopSeries.Row::name).containsExactly("loud", "quiet", "(other)");
    }

    @Test
    void whoIsFrequentNowOvertakesWhoWasOnce() {
        add("was", 1000);
        for (int i = 0; i < 10; i++) names.age();
        add("is", 10);

        assertThat(series.next(names)).first().extracting(TopSeries.Row::name).isEqualTo("is");
    }

    @Test
    void noCounterEverFallsAndNoneIsLost() {
        var random = new Random(2);
        Map<String, Long> before = new HashMap<>();
        long added = 0;
        for (int scrape = 0; scrape < 50; scrape++) {
            for (int i = 0; i < 5000; i++, added++) {
                names.add((long) Math.abs(random.nextGaussian() * 100 * (scrape + 1)) << 8, random.nextBoolean());
            }
            names.age();
            for (TopSeries.Row row : series.next(names)) {
                assertThat(row.requests()).isGreaterThanOrEqualTo(before.getOrDefault(row.name(), 0L));
                assertThat(row.failures()).isBetween(0L, row.requests());
                before.put(row.name(), row.requests());
            }
        }

        assertThat(before.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(added);
    }

    private void add(String name, int times) {
        for (int i = 0; i < times; i++) names.add(Name.encode(name), false);
    }
}
