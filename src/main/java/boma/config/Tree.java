package boma.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Turns what the TOML library read into [Value]s. The library bounds how deep they nest.
final class Tree {
    private final Source source;

    Tree(Source source) {
        this.source = source;
    }

    Map<String, Value> table(TomlTable table, int line) {
        var values = new LinkedHashMap<String, Value>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key); // a path of one: a dot in a quoted key is only a dot
            Object value = table.get(path);
            if (value != null) values.put(key, value(value, line(table.inputPositionOf(path), line)));
        }
        return values;
    }

    private Value value(Object value, int line) {
        return switch (value) {
            case String text -> new Value.Text(line, text);
            case Long number -> new Value.Whole(line, number);
            case Boolean set -> new Value.Flag(line, set);
            case TomlArray items -> new Value.Items(line, items(items, line));
            case TomlTable table -> new Value.Table(line, table(table, line));
            default -> new Value.Other(line, value.toString());
        };
    }

    private List<Value> items(TomlArray array, int line) {
        var values = new ArrayList<Value>();
        for (int i = 0; i < array.size(); i++) {
            values.add(value(array.get(i), line(array.inputPositionOf(i), line)));
        }
        return values;
    }

    private int line(@Nullable TomlPosition position, int otherwise) {
        return position == null ? otherwise : source.original(position.line());
    }
}
