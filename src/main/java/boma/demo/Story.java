package boma.demo;

import boma.demo.Picture.Part;
import java.util.ArrayList;
import java.util.List;

/// Tells in plain words what happens.
final class Story {
    private Story() {}

    /// One sentence for the wallets and one for each abuser.
    static List<String> sentences(Picture picture) {
        var sentences = new ArrayList<String>();
        sentences.add(wallets(picture));
        for (Part abuser : picture.abusers()) sentences.add(abuser(abuser, picture.nanos()));
        return sentences;
    }

    private static String wallets(Picture picture) {
        long refused =
                picture.honest().stream().mapToLong(p -> p.numbers().refused()).sum();
        return refused == 0
                ? "The wallets notice nothing: all that they asked for was served."
                : Numbers.count(refused, "request", "requests") + " of the wallets had no answer from the node.";
    }

    private static String abuser(Part abuser, long nanos) {
        Tally.Numbers n = abuser.numbers();
        String who = abuser.address() + ' ';
        if (n.refused() == 0) return who + abuser.does() + "; so far it is let through.";
        if (n.banned()) {
            return who + "had " + Numbers.count(n.failed(), "failure", "failures") + " on the node: banned for "
                    + n.banSeconds(nanos) + " more seconds.";
        }
        if (n.cut() > 0) return who + "is back from its ban; the next failures bring the next one.";
        long percent = 100 * n.passed() / Math.max(1, n.asked());
        return who + abuser.does() + ": " + percent + " % passed, " + n.mainReason() + " refuses the rest.";
    }

    /// What is left to say at the end.
    static List<String> summary(Picture picture, int pushesOfOneMost) {
        var lines = new ArrayList<String>();
        lines.add("Boma demo, " + Numbers.count(picture.seconds(), "second", "seconds") + ", "
                + Numbers.count(picture.requests(), "request", "requests") + ", of which the node saw "
                + Numbers.count(picture.nodeRequests()) + ".");
        lines.add("  " + honest(picture));
        for (Part abuser : picture.abusers()) lines.addAll(refusals(abuser));
        lines.add(
                "  The node was spared " + Numbers.count(picture.sparedTables(), "table read", "table reads") + " and "
                        + Numbers.count(picture.sparedPushes(), "push", "pushes") + ": about "
                        + Numbers.seconds(picture.sparedSeconds()) + " of its CPU time.");
        lines.add(
                pushesOfOneMost <= 1
                        ? "  No transaction reached the node twice."
                        : "  A transaction reached the node " + pushesOfOneMost + " times.");
        return lines;
    }

    private static String honest(Picture picture) {
        List<Part> wallets = picture.honest();
        long asked = wallets.stream().mapToLong(p -> p.numbers().asked()).sum();
        long passed = wallets.stream().mapToLong(p -> p.numbers().passed()).sum();
        long micros = wallets.stream()
                .mapToLong(p -> p.numbers().meanMicros() * p.numbers().passed())
                .sum();
        return wallets.size() + " wallets: " + Numbers.count(passed) + " of "
                + Numbers.count(asked, "request", "requests") + " passed, in "
                + Numbers.millis(passed == 0 ? 0 : micros / passed) + " on average.";
    }

    private static List<String> refusals(Part abuser) {
        Tally.Numbers n = abuser.numbers();
        var lines = new ArrayList<String>();
        lines.add("  " + abuser.address() + ' ' + abuser.does() + ": " + Numbers.count(n.passed()) + " passed"
                + (n.failed() > 0 ? " and failed" : "") + ", " + Numbers.count(n.refused()) + " refused"
                + (n.refused() > 0 ? " for" : ""));
        n.reasons().forEach((why, count) -> lines.add("      " + why + "  " + Numbers.count(count)));
        return lines;
    }
}
