package boma.exchange;

import boma.bytes.Label;

/// How far an exchange had come.
public enum Moment {
    CONNECTION,
    HEAD,
    BODY,
    NODE_CONNECT,
    NODE_REQUEST,
    NODE_ANSWER_HEAD,
    NODE_ANSWER_BODY,
    DONE;

    /// The word for logs.
    public String label() {
        return Label.of(this);
    }
}
