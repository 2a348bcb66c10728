package boma.demo;

import boma.practice.Packer;
import boma.practice.Packer.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a client of the demo does all the time. Confined to the thread of its client.
interface Habit {
    /// The contract that the demo's file has on its list of spam.
    String SPAM = "spamtokens11";

    /// The account whose transactions fail on the node.
    String SNIPER = "sniperbot111";

    /// In a few words.
    String does();

    /// Time between two requests.
    Duration pause();

    /// The next request.
    ///
    /// @param round counts from 0
    Ask next(int round);

    /// Looks at the chain, the account and its balance, and now and then sends somebody a token.
    record Wallet(String account, String friend, Packer packer) implements Habit {
        private static final long ONE_TOKEN = 10_000;

        @Override
        public String does() {
            return "wallet of " + account;
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(400);
        }

        @Override
        public Ask next(int round) {
            return switch (round % 5) {
                case 0 -> Ask.read("get_info", "");
                case 1 -> Ask.read("get_account", "{\"account_name\":\"" + account + "\"}");
                case 2 ->
                    Ask.table("{\"json\":true,\"code\":\"eosio.token\",\"scope\":\"" + account
                            + "\",\"table\":\"accounts\"}");
                case 3 ->
                    Ask.read(
                            "get_currency_balance",
                            "{\"code\":\"eosio.token\",\"account\":\"" + account + "\",\"symbol\":\"SYS\"}");
                default -> transfer(round);
            };
        }

        private Ask transfer(int round) {
            Action transfer = Packer.transfer(account, friend, ONE_TOKEN, "SYS", "for the coffee " + round);
            byte[] packed = packer.pack(soon(), List.of(transfer));
            return round % 2 == 0
                    ? Ask.push("push_transaction", packer.body(packed))
                    : Ask.push("send_transaction2", packer.wrappedBody(packed));
        }
    }

    /// Pushes one transaction after the other that fails: trading bots do, and each try costs the node.
    record Failing(Packer packer) implements Habit {
        @Override
        public String does() {
            return "pushes what fails";
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(150);
        }

        @Override
        public Ask next(int round) {
            Action overdrawn = Packer.transfer(SNIPER, "bob", Integer.MAX_VALUE, "SYS", "try " + round);
            return Ask.push("push_transaction", packer.body(packer.pack(soon(), List.of(overdrawn))));
        }
    }

    /// Reads one table over and over.
    record Scraping() implements Habit {
        @Override
        public String does() {
            return "scrapes one table";
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(10);
        }

        @Override
        public Ask next(int round) {
            return Ask.table("{\"json\":true,\"code\":\"tokenmarket1\",\"scope\":\"tokenmarket1\","
                    + "\"table\":\"orders\",\"lower_bound\":\"" + round + "\",\"limit\":100}");
        }
    }

    /// Pushes actions of a contract that nobody wants.
    record Spamming(Packer packer) implements Habit {
        @Override
        public String does() {
            return "pushes " + SPAM;
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(300);
        }

        @Override
        public Ask next(int round) {
            var claim = new Action(SPAM, "claim", "freetokens11", String.format("%08x", round));
            return Ask.push("send_transaction", packer.body(packer.pack(soon(), List.of(claim))));
        }
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(60);
    }
}
