package boma.antelope;

import static boma.antelope.JsonTree.object;
import static boma.antelope.JsonTree.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One recorded exchange with a real node, as far as the request's body is concerned.
///
/// @param body    as it was sent
/// @param whole   false if the recording cut the body short
/// @param answer  text of the node's answer
record RecordedRequest(String name, String path, MemorySegment body, boolean whole, String answer) {
    private static final Path ROOT = Path.of("src/test/resources/nodeos-traffic");
    private static final Set<String> CALLS = Set.of(
            "push_transaction",
            "push_transactions",
            "send_transaction",
            "send_transaction2",
            "compute_transaction",
            "send_read_only_transaction",
            "push_ro_transaction");
    private static final Pattern ID_MEMBER = Pattern.compile("\"transaction_id\":\"([0-9a-f]{64})\"");
    private static final Pattern ID_IN_MESSAGE = Pattern.compile("\\btransaction ([0-9a-f]{64})\\b");
    private static final String NO_ID = "0".repeat(64);

    static List<RecordedRequest> read(String file) {
        try {
            return Files.readAllLines(ROOT.resolve(file + ".jsonl")).stream()
                    .map(line -> of(object(JsonTree.parse(line))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether it is a call that makes the node run transactions.
    boolean carriesTransactions() {
        return CALLS.contains(call());
    }

    BodyForm form() {
        return switch (call()) {
            case "push_transaction", "send_transaction" -> BodyForm.ONE;
            case "push_transactions" -> BodyForm.MANY;
            default -> BodyForm.WRAPPED;
        };
    }

    /// The ids that the node tells for the transactions of this body, in their order; null for one that failed before
    /// it had any. The answer may be cut short, so it is only searched.
    List<@Nullable String> idsOfNode() {
        List<@Nullable String> ids = new ArrayList<>();
        for (Matcher member = ID_MEMBER.matcher(answer); member.find(); ) {
            ids.add(member.group(1).equals(NO_ID) ? null : member.group(1));
        }
        Matcher inMessage = ID_IN_MESSAGE.matcher(answer);
        if (ids.isEmpty() && inMessage.find()) ids.add(inMessage.group(1));
        return ids;
    }

    @Override
    public String toString() {
        return name;
    }

    private String call() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static RecordedRequest of(Map<String, @Nullable Object> exchange) {
        Map<String, @Nullable Object> request = object(exchange.get("request"));
        Map<String, @Nullable Object> response = object(exchange.get("response"));
        String base64 = text(request, "body_base64");
        byte[] body = base64.isEmpty()
                ? text(request, "body").getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(base64);
        return new RecordedRequest(
                text(exchange, "name"),
                text(request, "path"),
                MemorySegment.ofArray(body),
                request.get("body_truncated") == null,
                text(response, "body"));
    }
}
