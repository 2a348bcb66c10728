package boma.antelope;

import boma.bytes.Ascii;

/// Actions whose data carries another transaction, which the chain may run later: `eosio.msig::propose` and
/// `eosio.wrap::exec`. Source: the system contracts of Antelope.
enum NestedTransaction {
    NONE,
    /// Data: proposer, proposal name, permission levels asked for, transaction.
    PROPOSE,
    /// Data: executer, transaction.
    EXEC;

    /// Transactions inside each other, the outermost not counted.
    static final int DEPTH_MAX = 4;

    /// Member of the data, written as a JSON object, that holds the transaction.
    static final byte[] MEMBER = Ascii.bytes("trx");

    private static final long EOSIO_MSIG = Name.encode("eosio.msig");
    private static final long EOSIO_MSIG_PROPOSE = Name.encode("propose");
    private static final long EOSIO_WRAP = Name.encode("eosio.wrap");
    private static final long EOSIO_WRAP_EXEC = Name.encode("exec");

    static NestedTransaction in(long account, long action) {
        if (account == EOSIO_MSIG && action == EOSIO_MSIG_PROPOSE) return PROPOSE;
        return account == EOSIO_WRAP && action == EOSIO_WRAP_EXEC ? EXEC : NONE;
    }
}
