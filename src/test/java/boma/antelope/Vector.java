package boma.antelope;

import static boma.antelope.JsonTree.list;
import static boma.antelope.JsonTree.number;
import static boma.antelope.JsonTree.object;
import static boma.antelope.JsonTree.text;

import boma.bytes.Hex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/// A transaction that a real client made and a real node read, with all that both said of it; and bodies that carry
/// it in every form.
record Vector(Map<String, @Nullable Object> fields) {
    private static final Path FILE = Path.of("src/test/resources/nodeos-traffic/vectors.json");

    static List<Vector> all() {
        try {
            return list(JsonTree.parse(Files.readString(FILE))).stream()
                    .map(vector -> new Vector(object(vector)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return text(fields, "id");
    }

    Map<String, @Nullable Object> header() {
        return object(fields.get("header"));
    }

    int signatures() {
        return list(fields.get("signatures")).size();
    }

    byte[] packed() {
        return Hex.bytes(text(fields, "packed_trx"));
    }

    /// As the client sent it; empty if it did not compress.
    String packedZlibSent() {
        return text(fields, "packed_trx_zlib_sent");
    }

    /// The actions in the words of [SameAsNodeos#actions], those of nested transactions left out.
    List<String> actions() {
        List<String> lines = new ArrayList<>();
        list(fields.get("context_free_actions")).forEach(a -> lines.add("context-free " + line(object(a))));
        list(fields.get("actions")).forEach(a -> lines.add(line(object(a))));
        return lines;
    }

    String packedBody() {
        String contextFreeData = text(fields, "packed_context_free_data");
        return body("0", contextFreeData, "\"packed_trx\":\"" + text(fields, "packed_trx") + '"');
    }

    /// With the zlib text of the transaction as given, or one made here.
    String zlibBody(String packedZlib) {
        String contextFreeData = text(fields, "packed_context_free_data");
        String packedTrx = packedZlib.isEmpty() ? zlib(text(fields, "packed_trx")) : packedZlib;
        return body("\"zlib\"", zlib(contextFreeData), "\"packed_trx\":\"" + packedTrx + '"');
    }

    /// @param dataAsObject the action data as the ABI decodes it, else hexadecimal
    String explodedBody(boolean dataAsObject) {
        var header = header();
        String transaction = "\"transaction\":{\"expiration\":" + JsonTree.write(header.get("expiration"))
                + ",\"ref_block_num\":" + number(header, "ref_block_num")
                + ",\"ref_block_prefix\":" + number(header, "ref_block_prefix")
                + ",\"max_net_usage_words\":" + number(header, "max_net_usage_words")
                + ",\"max_cpu_usage_ms\":" + number(header, "max_cpu_usage_ms")
                + ",\"delay_sec\":" + number(header, "delay_sec")
                + ",\"context_free_actions\":" + exploded("context_free_actions", dataAsObject)
                + ",\"actions\":" + exploded("actions", dataAsObject)
                + ",\"transaction_extensions\":[]}";
        return body("\"none\"", text(fields, "packed_context_free_data"), transaction);
    }

    /// Whether some action's data is known as an object.
    boolean hasObjectData() {
        return list(fields.get("actions")).stream().anyMatch(a -> object(a).get("data") instanceof Map);
    }

    @Override
    public String toString() {
        return text(fields, "name");
    }

    private String body(String compression, String contextFreeData, String transaction) {
        return "{\"signatures\":" + JsonTree.write(fields.get("signatures")) + ",\"compression\":" + compression
                + ",\"packed_context_free_data\":\"" + contextFreeData + "\"," + transaction + '}';
    }

    private String exploded(String member, boolean dataAsObject) {
        List<String> actions = new ArrayList<>();
        for (Object element : list(fields.get(member))) {
            var action = object(element);
            boolean asObject = dataAsObject && action.get("data") instanceof Map;
            Object data = action.get(asObject ? "data" : "hex_data");
            actions.add("{\"account\":" + JsonTree.write(action.get("account")) + ",\"name\":"
                    + JsonTree.write(action.get("name"))
                    + ",\"authorization\":" + JsonTree.write(action.get("authorization"))
                    + ",\"data\":" + JsonTree.write(data) + '}');
        }
        return "[" + String.join(",", actions) + "]";
    }

    private static String line(Map<String, @Nullable Object> action) {
        var line = new StringBuilder(text(action, "account") + "::" + text(action, "name"));
        for (Object element : list(action.get("authorization"))) {
            var authorization = object(element);
            line.append(' ').append(text(authorization, "actor")).append('@').append(text(authorization, "permission"));
        }
        return line.toString();
    }

    static String zlib(String hex) {
        var out = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(out)) {
            deflating.write(Hex.bytes(hex));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Hex.text(out.toByteArray(), 0, out.size());
    }
}
