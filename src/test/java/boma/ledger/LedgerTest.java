package boma.ledger;

import static boma.ledger.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.client.Client;
import boma.ledger.Change.Banned;
import boma.table.Allocations;
import boma.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int ENTRIES = 1000;

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock, ENTRIES);

    @Test
    void aClientIsRememberedFromOneConnectionToTheNext() {
        Entry first = ledger.track(client(1));
        first.countRequest();

        assertThat(ledger.track(client(1))).isSameAs(first);
        assertThat(ledger.find(client(1))).isSameAs(first);
        assertThat(ledger.track(client(2))).isNotSameAs(first);
        assertThat(ledger.size()).isEqualTo(2);
        assertThat(first.requests()).isEqualTo(1);
    }

    @Test
    void clientsOfDifferentKindsAreNeverTheSame() {
        Set<Entry> entries = new HashSet<>();
        entries.add(ledger.track(new Client.Address(0, 0xffff_0000_0001L)));
        entries.add(ledger.track(new Client.Address(1L << 32, 1)));
        entries.add(ledger.track(new Client.Circuit(0, 1)));
        entries.add(ledger.track(new Client.Circuit(1, 1)));
        entries.add(ledger.track(new Client.Unknown(0)));
        entries.add(ledger.track(new Client.Unknown(1)));

        assertThat(entries).hasSize(6);
        assertThat(entries.stream().map(Entry::hash).distinct()).hasSize(6);
    }

    @Test
    void lookingForAClientDoesNotRememberIt() {
        assertThat(ledger.find(client(1))).isNull();
        assertThat(ledger.size()).isZero();
    }

    @Test
    void aMillionClientsTakeNoMoreThanTheirPlace() {
        for (int i = 0; i < 1_000_000; i++) ledger.track(client(i));

        assertThat(ledger.size()).isEqualTo(ENTRIES);
        assertThat(ledger.forgotten()).isEqualTo(1_000_000 - ENTRIES);
    }

    @Test
    void connectedClientsAndThoseWithRequestsSurviveAFlood() {
        List<Entry> busy = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Entry entry = ledger.track(client(i));
            if (i % 2 == 0) entry.connect(1);
            else entry.begin(1);
            busy.add(entry);
        }

        flood(1000, 100_000);

        for (int i = 0; i < 100; i++) assertThat(ledger.track(client(i))).isSameAs(busy.get(i));
        assertThat(ledger.size()).isEqualTo(ENTRIES);
    }

    @Test
    void thoseWhoWereSeenLatelyAreForgottenLater() {
        for (int i = 0; i < ENTRIES; i++) {
            ledger.track(client(i));
            clock.advance(Duration.ofMillis(1));
        }

        flood(ENTRIES, ENTRIES / 4);

        assertThat(known(0, ENTRIES / 2)).isLessThan(known(ENTRIES / 2, ENTRIES));
        assertThat(known(ENTRIES * 9 / 10, ENTRIES)).isGreaterThan(ENTRIES / 10 * 9 / 10);
    }

    @Test
    void whenAllAreConnectedNewClientsStillComeInAndTheLedgerComesBackToItsSize() {
        List<Entry> connected = new ArrayList<>();
        for (int i = 0; i < 2 * ENTRIES; i++) {
            Entry entry = ledger.track(client(i));
            assertThat(entry.connect(1)).isTrue();
            connected.add(entry);
        }
        assertThat(ledger.size()).isEqualTo(2 * ENTRIES);

        connected.forEach(Entry::disconnect);
        flood(2 * ENTRIES, 2 * ENTRIES);

        assertThat(ledger.size()).isEqualTo(ENTRIES);
    }

    @Test
    void anHourOfSilenceIsForgottenBySweeping() {
        ledger.track(client(1));
        ledger.track(client(2)).connect(1);
        ledger.apply(new Banned(client(3), Duration.ofDays(1), "test"));
        clock.advance(Duration.ofMinutes(40));
        ledger.track(client(4));

        clock.advance(Duration.ofMinutes(30));
        ledger.sweep(clock.nanos());

        assertThat(ledger.find(client(1))).isNull();
        assertThat(ledger.find(client(2))).isNotNull();
        assertThat(ledger.find(client(3))).isNotNull();
        assertThat(ledger.find(client(4))).isNotNull();
        assertThat(ledger.size()).isEqualTo(3);
    }

    @Test
    void sweepingReachesEveryoneInTime() {
        var large = new Ledger(clock, 20_000);
        for (int i = 0; i < 10_000; i++) large.track(client(i));
        clock.advance(Duration.ofHours(2));

        for (int i = 0; i < 8; i++) large.sweep(clock.nanos());

        assertThat(large.size()).isZero();
    }

    @Test
    void aKnownClientIsTrackedWithoutAllocation() {
        Client known = client(1);

        assertThat(Allocations.perRun(() -> ledger.track(known))).isLessThan(1);
    }

    @Test
    void aLedgerOfNothingIsABug() {
        assertThatThrownBy(() -> new Ledger(clock, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void flood(int from, int clients) {
        for (int i = from; i < from + clients; i++) ledger.track(client(i));
    }

    private int known(int from, int to) {
        int known = 0;
        for (int i = from; i < to; i++) if (ledger.find(client(i)) != null) known++;
        return known;
    }
}
