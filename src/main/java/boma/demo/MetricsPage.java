package boma.demo;

import java.util.ArrayList;
import java.util.List;

/// What Boma's `/metrics` said at one moment, read as any program would read it.
///
/// @param lines `name{labels} value`, without comments
record MetricsPage(List<String> lines) {
    static final MetricsPage EMPTY = new MetricsPage(List.of());

    static MetricsPage parse(String text) {
        var lines = new ArrayList<String>();
        text.lines().filter(line -> !line.startsWith("#") && line.contains(" ")).forEach(lines::add);
        return new MetricsPage(List.copyOf(lines));
    }

    /// Sum over all label values; 0 when the metric is not there.
    double sum(String name) {
        double sum = 0;
        for (String line : lines) {
            boolean named = line.startsWith(name) && line.length() > name.length();
            if (!named || (line.charAt(name.length()) != '{' && line.charAt(name.length()) != ' ')) continue;
            sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
        return sum;
    }

    long count(String name) {
        return Math.round(sum(name));
    }
}
