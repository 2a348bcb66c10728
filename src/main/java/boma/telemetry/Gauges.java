package boma.telemetry;

import boma.ledger.Ledger;
import boma.limit.LimitTables;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What metrics say of the rest of the process; asked at each scrape, on the scraper's thread.
///
/// @param version      of this Boma
/// @param buffered     bytes that connections hold at this moment
/// @param bufferedMax  most that they may hold
/// @param limitTables  of all limits that are configured now
public record Gauges(
        String version,
        Ledger ledger,
        LongSupplier buffered,
        LongSupplier bufferedMax,
        Supplier<List<LimitTables.Use>> limitTables) {}
