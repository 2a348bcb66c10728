package boma.ledger;

import static boma.ledger.Clients.client;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.client.Client;
import boma.ledger.Change.Banned;
import boma.ledger.Change.Unbanned;
import boma.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerBansTest {
    private static final int ENTRIES = 1000;

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock, ENTRIES);

    @Test
    void aBanHoldsFromThisMomentUntilItsEnd() {
        Entry entry = ledger.track(client(1));
        assertThat(entry.banned(clock.nanos())).isFalse();

        assertThat(ban(1, ofMinutes(5))).isTrue();

        assertThat(entry.banned(clock.nanos())).isTrue();
        clock.advance(ofMinutes(5).minusNanos(1));
        assertThat(entry.banned(clock.nanos())).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(entry.banned(clock.nanos())).isFalse();
        assertThat(entry.ban(clock.nanos())).isNull();
    }

    @Test
    void aBanSaysWhyAndHowLong() {
        ban(1, ofMinutes(5));
        clock.advance(ofMinutes(1));

        Ban ban = ledger.track(client(1)).ban(clock.nanos());

        assertThat(ban).isNotNull();
        assertThat(ban.client()).isEqualTo(client(1));
        assertThat(ban.reason()).isEqualTo("test");
        assertThat(ban.remainingNanos(clock.nanos())).isEqualTo(ofMinutes(4).toNanos());
        assertThat(ban.untilMillis())
                .isEqualTo(clock.epochMillis() + ofMinutes(4).toMillis());
        assertThat(ban.sinceMillis())
                .isEqualTo(clock.epochMillis() - ofMinutes(1).toMillis());
    }

    @Test
    void aClientThatNeverCameCanBeBanned() {
        ban(1, ofMinutes(5));

        assertThat(ledger.track(client(1)).banned(clock.nanos())).isTrue();
        assertThat(ledger.track(client(2)).banned(clock.nanos())).isFalse();
    }

    @Test
    void anIpv6ClientIsBannedWithItsWholeNetwork() {
        ledger.apply(new Banned(Client.parse("2001:db8::1"), ofMinutes(1), "test"));

        assertThat(ledger.track(Client.parse("2001:db8::ffff:2")).banned(clock.nanos()))
                .isTrue();
        assertThat(ledger.track(Client.parse("2001:db8:0:1::1")).banned(clock.nanos()))
                .isFalse();
    }

    @Test
    void thoseWhoCannotBeToldApartAreNotBanned() {
        assertThat(ledger.apply(new Banned(new Client.Unknown(0), ofMinutes(1), "test")))
                .isFalse();
        assertThat(ledger.apply(new Banned(new Client.Circuit(0, 0), ofMinutes(1), "test")))
                .isFalse();
        assertThat(ledger.apply(new Banned(new Client.Circuit(0, 1), ofMinutes(1), "test")))
                .isTrue();

        assertThat(ledger.banned()).isEqualTo(1);
    }

    @Test
    void aRunningBanIsProlongedButNeverShortened() {
        ban(1, ofMinutes(5));

        assertThat(ban(1, ofMinutes(1))).isFalse();
        assertThat(remaining(1)).isEqualTo(ofMinutes(5));

        assertThat(ban(1, ofMinutes(10))).isTrue();
        assertThat(remaining(1)).isEqualTo(ofMinutes(10));
        assertThat(ledger.banned()).isEqualTo(1);
    }

    @Test
    void requestsThatFailTogetherSpeakOneBan() {
        assertThat(ban(1, ofMinutes(5))).isTrue();
        clock.advance(ofMillis(900));
        assertThat(ban(1, ofMinutes(5))).isFalse();
        clock.advance(ofMillis(100));
        assertThat(ban(1, ofMinutes(5))).isTrue();
    }

    @Test
    void aPardonEndsTheBan() {
        Entry entry = ledger.track(client(1));
        ban(1, ofMinutes(5));

        assertThat(ledger.apply(new Unbanned(client(1)))).isTrue();

        assertThat(entry.banned(clock.nanos())).isFalse();
        assertThat(ledger.banned()).isZero();
        assertThat(ledger.apply(new Unbanned(client(1)))).isFalse();
        assertThat(ledger.apply(new Unbanned(client(2)))).isFalse();
        assertThat(ledger.size()).isEqualTo(1);
    }

    @Test
    void whoseBanHasEndedCannotBePardonedButBannedAgain() {
        ban(1, ofMinutes(5));
        clock.advance(ofMinutes(6));

        assertThat(ledger.apply(new Unbanned(client(1)))).isFalse();
        assertThat(ban(1, ofSeconds(1))).isTrue();
        assertThat(remaining(1)).isEqualTo(ofSeconds(1));
        assertThat(ledger.banned()).isEqualTo(1);
    }

    @Test
    void bansAreListedSoonestEndFirstAndOnlyWhileTheyRun() {
        ban(1, ofMinutes(3));
        ban(2, ofMinutes(1));
        ban(3, ofMinutes(2));
        assertThat(ledger.bans()).extracting(Ban::client).containsExactly(client(2), client(3), client(1));

        clock.advance(ofMinutes(2));

        assertThat(ledger.bans()).extracting(Ban::client).containsExactly(client(1));
        assertThat(ledger.banned()).isEqualTo(3);
        ledger.sweep(clock.nanos());
        assertThat(ledger.banned()).isEqualTo(1);
    }

    @Test
    void bansSurviveAFloodOfClients() {
        for (int i = 0; i < ENTRIES / 2; i++) ban(i, ofDays(1));

        for (int i = ENTRIES; i < 200 * ENTRIES; i++) ledger.track(client(i));

        for (int i = 0; i < ENTRIES / 2; i++) {
            assertThat(ledger.track(client(i)).banned(clock.nanos())).isTrue();
        }
        assertThat(ledger.size()).isEqualTo(ENTRIES);
        assertThat(ledger.bansForgotten()).isZero();
    }

    @Test
    void whenThereAreTooManyBansTheOneThatEndsSoonestGoes() {
        for (int i = 0; i < ENTRIES; i++) ban(i, ofMinutes(1 + i));

        assertThat(ledger.banned()).isEqualTo(ENTRIES / 2);
        assertThat(ledger.bansForgotten()).isEqualTo(ENTRIES / 2);
        assertThat(ledger.track(client(ENTRIES / 2 - 1)).banned(clock.nanos())).isFalse();
        assertThat(ledger.track(client(ENTRIES / 2)).banned(clock.nanos())).isTrue();
        assertThat(ledger.bans()).hasSize(ENTRIES / 2);
    }

    @Test
    void evenAShortBanFindsAPlaceAmongManyLongOnes() {
        for (int i = 0; i < ENTRIES / 2; i++) ban(i, ofDays(1));

        ban(ENTRIES, ofSeconds(10));

        assertThat(ledger.track(client(ENTRIES)).banned(clock.nanos())).isTrue();
    }

    @Test
    void bansThatHaveEndedMakeRoomWithoutBeingMissed() {
        for (int i = 0; i < ENTRIES / 2; i++) ban(i, ofMinutes(1));
        clock.advance(ofMinutes(2));

        for (int i = 0; i < ENTRIES / 2; i++) ban(ENTRIES + i, ofMinutes(1));
        for (int i = 2 * ENTRIES; i < 4 * ENTRIES; i++) ledger.track(client(i));

        assertThat(ledger.bansForgotten()).isZero();
        assertThat(ledger.banned()).isEqualTo(ENTRIES / 2);
        assertThat(ledger.size()).isEqualTo(ENTRIES);
    }

    @Test
    void watchersAreToldOfWhatChangedAndOfNothingElse() {
        List<Change> seen = new ArrayList<>();
        ledger.watch(seen::add);

        ban(1, ofMinutes(5));
        ban(1, ofMinutes(4));
        ledger.apply(new Unbanned(client(2)));
        ledger.apply(new Unbanned(client(1)));

        assertThat(seen).containsExactly(new Banned(client(1), ofMinutes(5), "test"), new Unbanned(client(1)));
    }

    @Test
    void aWatcherSeesTheChangeInForce() {
        List<Boolean> banned = new ArrayList<>();
        ledger.watch(change -> banned.add(ledger.track(change.client()).banned(clock.nanos())));

        ban(1, ofMinutes(5));

        assertThat(banned).containsExactly(true);
    }

    @Test
    void aWatcherMayApplyAnotherChange() {
        ledger.watch(change -> {
            if (change.client().equals(client(1))) ban(2, ofMinutes(1));
        });

        ban(1, ofMinutes(5));

        assertThat(ledger.bans()).hasSize(2);
    }

    @Test
    void aWatcherThatFailsHurtsNobody() {
        List<Change> seen = new ArrayList<>();
        ledger.watch(_ -> {
            throw new IllegalStateException("a bug, on purpose");
        });
        ledger.watch(seen::add);

        assertThat(ban(1, ofMinutes(5))).isTrue();

        assertThat(seen).hasSize(1);
    }

    @Test
    void aBanWithoutDurationOrReasonIsNone() {
        assertThatThrownBy(() -> ban(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ban(1, ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ban(1, Banned.LONGEST.plusNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Banned(client(1), ofSeconds(1), "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestBanEndsAfterTheShortestOne() {
        ban(1, Banned.LONGEST);
        ban(2, Duration.ofNanos(1));

        assertThat(ledger.bans()).extracting(Ban::client).containsExactly(client(2), client(1));
    }

    private boolean ban(int number, Duration duration) {
        return ledger.apply(new Banned(client(number), duration, "test"));
    }

    private Duration remaining(int number) {
        Ban ban = ledger.track(client(number)).ban(clock.nanos());
        return ban == null ? Duration.ZERO : Duration.ofNanos(ban.remainingNanos(clock.nanos()));
    }
}
