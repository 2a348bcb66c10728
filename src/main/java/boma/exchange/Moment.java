package boma.exchange;

import java.util.Locale;

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
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
