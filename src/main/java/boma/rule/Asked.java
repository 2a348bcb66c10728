package boma.rule;

import boma.antelope.Endpoint;
import boma.antelope.ReadCall;

/// What a match, or the key of a limit, wants to find in the body or the parameters of a request.
public record Asked(boolean contract, boolean action, boolean account, boolean table) {
    /// What keeps all requests of this call from having it.
    public Obstacle of(Endpoint call) {
        if (action && table) return Obstacle.ACTION_AND_TABLE;
        return call.carriesTransactions() ? ofTransactions() : ofRead(call);
    }

    private Obstacle ofTransactions() {
        return table ? Obstacle.TABLE_OF_PUSH : Obstacle.NONE;
    }

    private Obstacle ofRead(Endpoint call) {
        if (action) return Obstacle.ACTION_OF_READ;
        if (contract && !ReadCall.canNameContract(call)) return Obstacle.NO_CONTRACT;
        if (table && !ReadCall.canNameTable(call)) return Obstacle.NO_TABLE;
        return account && !ReadCall.canNameAccount(call) ? Obstacle.NO_ACCOUNT : Obstacle.NONE;
    }
}
