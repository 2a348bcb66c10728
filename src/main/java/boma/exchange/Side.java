package boma.exchange;

/// Whose side of the proxy a failure lies on.
public enum Side {
    CLIENT,
    NODE,
    BOMA
}
