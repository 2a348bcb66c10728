package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeTest {
    private final List<String> changes = new ArrayList<>();

    private Node node(String health) {
        Pool pool = Pools.read(
                "nodes = [\"http://127.0.0.1:1\"]\nhealth = { " + health + " }\n",
                (node, state, why) -> changes.add(state + ": " + why));
        return pool.node(0);
    }

    private static void repeat(int times, Runnable step) {
        IntStream.range(0, times).forEach(_ -> step.run());
    }

    @Test
    void aNodeLeavesAfterAsManyFailedRequestsInARowAsFallSays() {
        var node = node("fall = 3");

        repeat(2, () -> node.onFailed("closed"));
        assertThat(node.state()).isEqualTo(Node.State.UP);

        node.onFailed("closed");
        assertThat(node.state()).isEqualTo(Node.State.DOWN_FAILING);
        assertThat(changes).containsExactly("DOWN_FAILING: closed");
    }

    @Test
    void anAnswerInBetweenMakesFailedRequestsForgotten() {
        var node = node("fall = 3");
        for (int i = 0; i < 10; i++) {
            repeat(2, () -> node.onFailed("closed"));
            node.onAnswered();
        }

        assertThat(node.state()).isEqualTo(Node.State.UP);
    }

    @Test
    void aNodeComesBackAfterAsManyGoodAnswersAsRiseSays() {
        var node = node("fall = 1, rise = 3");
        node.onFailed("closed");

        repeat(2, () -> node.onHealthy(100));
        assertThat(node.state()).isEqualTo(Node.State.DOWN_FAILING);

        node.onHealthy(100);
        assertThat(node.state()).isEqualTo(Node.State.UP);
        assertThat(changes).containsExactly("DOWN_FAILING: closed", "UP: it is well again");
    }

    @Test
    void aBadAnswerInBetweenStartsTheCountOfGoodOnesAnew() {
        var node = node("fall = 1, rise = 2");
        node.onFailed("closed");
        for (int i = 0; i < 5; i++) {
            node.onHealthy(100);
            node.onUnhealthy("no answer");
        }

        assertThat(node.state()).isEqualTo(Node.State.DOWN_FAILING);
    }

    @Test
    void aRequestThatIsAnsweredDoesNotBringANodeBackThatIsAskedForItsHealth() {
        var node = node("fall = 1");
        node.onStale(60_000);

        node.onAnswered();

        assertThat(node.state()).isEqualTo(Node.State.DOWN_STALE);
    }

    @Test
    void aStaleNodeLeavesThoughItAnswersRequestsAllTheTime() {
        var node = node("fall = 3");
        for (int i = 0; i < 3; i++) {
            node.onStale(60_000);
            repeat(10, node::onAnswered);
        }

        assertThat(node.state()).isEqualTo(Node.State.DOWN_STALE);
        assertThat(changes).containsExactly("DOWN_STALE: its head block is 60 s old");
        assertThat(node.headAgeMillis()).isEqualTo(60_000);
    }

    @Test
    void aNodeThatDoesNotAnswerHealthQuestionsLeavesThoughItAnswersRequests() {
        var node = node("fall = 3");
        for (int i = 0; i < 3; i++) {
            node.onUnhealthy("health question answered HTTP/1.1 500");
            node.onAnswered();
        }

        assertThat(node.state()).isEqualTo(Node.State.DOWN_FAILING);
    }

    @Test
    void atTheStartOneBadAnswerIsEnough() {
        var node = node("fall = 3");
        node.expectFirstAnswer();

        node.onStale(9_000);

        assertThat(node.state()).isEqualTo(Node.State.DOWN_STALE);
    }

    @Test
    void atTheStartOneGoodAnswerIsEnough() {
        var node = node("fall = 3");
        node.expectFirstAnswer();
        node.onHealthy(100);

        repeat(2, () -> node.onUnhealthy("no answer"));

        assertThat(node.state()).isEqualTo(Node.State.UP);
        assertThat(changes).isEmpty();
    }

    @Test
    void aChangeIsToldOnce() {
        var node = node("fall = 1");

        repeat(10, () -> node.onFailed("closed"));
        repeat(10, () -> node.onHealthy(0));

        assertThat(changes).hasSize(2);
    }

    @Test
    void withoutHealthQuestionsANodeThatFailedGetsAnotherChanceAfterAWhile() {
        var node = node("kind = \"none\", every = \"10s\", fall = 1");
        long before = System.nanoTime();
        node.onFailed("closed");
        long after = System.nanoTime();
        long every = Duration.ofSeconds(10).toNanos();

        assertThat(node.inService(before + every)).isFalse();
        assertThat(node.inService(after + every + 1)).isTrue();

        node.onAnswered();
        assertThat(node.state()).isEqualTo(Node.State.UP);
        assertThat(changes).containsExactly("DOWN_FAILING: closed", "UP: it answers again");
    }

    @Test
    void aChanceThatWasMissedIsFollowedByAnotherWait() {
        var node = node("kind = \"none\", every = \"10s\", fall = 1");
        node.onFailed("closed");
        long every = Duration.ofSeconds(10).toNanos();

        long before = System.nanoTime();
        node.onFailed("closed again");

        assertThat(node.inService(before + every)).isFalse();
        assertThat(changes).hasSize(1);
    }

    @Test
    void withHealthQuestionsANodeThatIsDownGetsNothing() {
        var node = node("fall = 1");
        node.onFailed("closed");

        assertThat(node.inService(System.nanoTime() + Duration.ofDays(1).toNanos()))
                .isFalse();
    }

    @Test
    void noMoreRequestsThanAllowedAreInFlight() {
        var node = node("fall = 1");

        assertThat(node.tryBegin(2)).isTrue();
        assertThat(node.tryBegin(2)).isTrue();
        assertThat(node.tryBegin(2)).isFalse();
        assertThat(node.inFlight()).isEqualTo(2);

        node.end();
        assertThat(node.tryBegin(2)).isTrue();
    }
}
