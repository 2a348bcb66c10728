package boma.rule;

import boma.antelope.TransactionLimits;
import boma.config.Section;
import org.jspecify.annotations.Nullable;

/// The `[transactions]` section: what any transaction may be, whoever sends it.
///
/// @param deny      contracts that no action may call; null for none
/// @param allowOnly contracts of which all actions have to be; null for any
public record TransactionConfig(
        TransactionLimits limits,
        @Nullable NameSet deny,
        @Nullable NameSet allowOnly) {
    /// Real clients send one signature, rarely more than three; each costs the node a key recovery.
    static final int SIGNATURES_DEFAULT = 10;

    static final int TRANSACTIONS_DEFAULT = 1;
    static final int ACTIONS_DEFAULT = 64;
    static final int AUTHORIZATIONS_DEFAULT = 128;

    /// Holds a contract with its ABI, the largest thing that people deploy in one transaction.
    static final int SIZE_DEFAULT = 512 << 10;

    /// What nodeos itself takes in one `push_transactions`.
    private static final int TRANSACTIONS_MAX = 1000;

    private static final int SIGNATURES_MAX = 255;
    private static final int ACTIONS_MAX = 1024;
    private static final int AUTHORIZATIONS_MAX = 4096;

    /// What nodeos itself takes unpacked.
    private static final int SIZE_MAX = 1 << 20;

    public static TransactionConfig read(Section s, Glossary glossary) {
        var limits = new TransactionLimits(
                s.count("max-transactions", 1, TRANSACTIONS_MAX, TRANSACTIONS_DEFAULT),
                s.count("max-signatures", 1, SIGNATURES_MAX, SIGNATURES_DEFAULT),
                s.count("max-actions", 1, ACTIONS_MAX, ACTIONS_DEFAULT),
                s.count("max-authorizations", 1, AUTHORIZATIONS_MAX, AUTHORIZATIONS_DEFAULT),
                s.size("max-size", 1, SIZE_MAX, SIZE_DEFAULT));
        Section contracts = s.section("contracts");
        return new TransactionConfig(
                limits,
                contracts.has("deny") ? glossary.contracts(contracts, "deny") : null,
                contracts.has("allow-only") ? glossary.contracts(contracts, "allow-only") : null);
    }
}
