package boma.route;

/// What routes know of a pool.
///
/// @param antelope whether nodeos answers there, so that calls are understood and checked; false for any other service
public record PoolName(String name, boolean antelope) {}
