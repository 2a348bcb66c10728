package boma.antelope;

import boma.antelope.NodeosJson.Refused;
import boma.bytes.Hex;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// What nodeos makes of a body that carries transactions, as a model: lenient in all the ways that it is known to be.
///
/// Written from the sources of Antelope spring and libfc, without any code of the reader that it is compared with.
/// Where nodeos would refuse, [Refused] is thrown. Signatures are not looked at.
final class NodeosModel {
    private static final int INFLATED_MAX = 1 << 20;
    private static final String ALPHABET = ".12345abcdefghijklmnopqrstuvwxyz";

    /// @param id      null if it depends on an ABI
    /// @param actions in the words of [SameAsNodeos#actions], without nested ones
    record Read(@Nullable String id, List<String> actions) {}

    private final PackedBytes repacked = new PackedBytes();
    private final List<String> actions = new ArrayList<>();
    private boolean idKnown = true;
    private byte[] packed = new byte[0];
    private int at;

    private NodeosModel() {}

    static List<Read> read(BodyForm form, byte[] body) {
        Object value = NodeosJson.read(body);
        return switch (form) {
            case ONE -> List.of(transaction(value));
            case WRAPPED -> List.of(transaction(object(value).get("transaction")));
            case MANY -> array(value).stream().map(NodeosModel::transaction).toList();
        };
    }

    private static Read transaction(@Nullable Object value) {
        Map<?, ?> members = object(value);
        if (!members.containsKey("signatures") || !members.containsKey("compression")) throw new Refused("missing");
        array(members.get("signatures"));
        boolean zlib = isZlib(members.get("compression"));
        var model = new NodeosModel();
        if (members.get("packed_trx") instanceof String hex && !hex.isEmpty()) {
            model.unpack(zlib ? inflate(hex(hex)) : hex(hex));
        } else {
            model.pack(object(members.get("transaction")));
        }
        return model.result();
    }

    private Read result() {
        return new Read(idKnown ? sha256(repacked) : null, actions);
    }

    private static boolean isZlib(@Nullable Object compression) {
        long number = compression instanceof String text ? compressionOf(text) : integer(compression);
        if (number != 0 && number != 1) throw new Refused("compression");
        return number == 1;
    }

    private static long compressionOf(String text) {
        int nul = text.indexOf('\0');
        String word = nul < 0 ? text : text.substring(0, nul);
        return switch (word) {
            case "none" -> 0;
            case "zlib" -> 1;
            default -> integer(word);
        };
    }

    // From packed bytes.

    private void unpack(byte[] bytes) {
        packed = bytes;
        repacked.putInt(unsigned(4));
        repacked.putShort((int) unsigned(2));
        repacked.putInt(unsigned(4));
        repacked.putVaruint(varuint());
        repacked.putByte((int) unsigned(1));
        repacked.putVaruint(varuint());
        unpackActions("context-free ");
        unpackActions("");
        long extensions = count();
        for (long i = 0; i < extensions; i++) {
            repacked.putShort((int) unsigned(2));
            unpackBytes();
        }
    }

    private void unpackActions(String kind) {
        long count = count();
        for (long i = 0; i < count; i++) {
            var line = new StringBuilder(kind).append(unpackName()).append("::").append(unpackName());
            long authorizations = count();
            for (long j = 0; j < authorizations; j++) {
                line.append(' ').append(unpackName()).append('@').append(unpackName());
            }
            actions.add(line.toString());
            unpackBytes();
        }
    }

    private String unpackName() {
        long name = unsigned(8);
        repacked.putLong(name);
        return nameText(name);
    }

    private void unpackBytes() {
        long length = count();
        for (long i = 0; i < length; i++) repacked.putByte((int) unsigned(1));
    }

    private long count() {
        long count = varuint();
        repacked.putVaruint(count);
        return count;
    }

    private long varuint() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            long b = unsigned(1);
            value |= (b & 0x7f) << shift;
            if (b < 0x80) break;
        }
        return value & 0xffff_ffffL;
    }

    private long unsigned(int bytes) {
        if (at + bytes > packed.length) throw new Refused("cut short");
        long value = 0;
        for (int i = 0; i < bytes; i++) value |= (packed[at++] & 0xffL) << (8 * i);
        return value;
    }

    // From a JSON object.

    private void pack(Map<?, ?> members) {
        repacked.putInt(expiration(members));
        repacked.putShort((int) integer(members.get("ref_block_num")));
        repacked.putInt(integer(members.get("ref_block_prefix")));
        repacked.putVaruint(integer(members.get("max_net_usage_words")) & 0xffff_ffffL);
        repacked.putByte((int) integer(members.get("max_cpu_usage_ms")));
        repacked.putVaruint(integer(members.get("delay_sec")) & 0xffff_ffffL);
        packActions(members, "context_free_actions", "context-free ");
        packActions(members, "actions", "");
        if (members.containsKey("transaction_extensions")
                && !array(members.get("transaction_extensions")).isEmpty()) {
            throw new Refused("extensions are not part of this model");
        }
        repacked.putByte(0);
    }

    /// Boost passes over whatever follows six digits of fraction, a time zone too.
    private static long expiration(Map<?, ?> members) {
        if (!members.containsKey("expiration")) return 0;
        String text = string(members.get("expiration")).replaceFirst("(\\.[0-9]{6}).*", "$1");
        try {
            return LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new Refused("expiration");
        }
    }

    private void packActions(Map<?, ?> members, String list, String kind) {
        List<?> elements = members.containsKey(list) ? array(members.get(list)) : List.of();
        repacked.putVaruint(elements.size());
        for (Object element : elements) packAction(object(element), kind);
    }

    private void packAction(Map<?, ?> action, String kind) {
        if (!action.containsKey("account") || !action.containsKey("name")) throw new Refused("name");
        var line = new StringBuilder(kind);
        line.append(packName(action.get("account"))).append("::").append(packName(action.get("name")));
        List<?> authorizations = action.containsKey("authorization") ? array(action.get("authorization")) : List.of();
        repacked.putVaruint(authorizations.size());
        for (Object element : authorizations) {
            Map<?, ?> authorization = object(element);
            line.append(' ').append(packName(authorization.get("actor")));
            line.append('@').append(packName(authorization.get("permission")));
        }
        actions.add(line.toString());
        packData(action);
    }

    private void packData(Map<?, ?> action) {
        byte[] data = new byte[0];
        if (action.get("data") instanceof Map) {
            idKnown = false;
        } else if (action.get("data") instanceof String hex) {
            data = hex(hex);
        } else if (action.get("hex_data") instanceof String hex && !hex.isEmpty()) {
            data = hex(hex);
        } else {
            throw new Refused("data");
        }
        repacked.putVaruint(data.length);
        for (byte b : data) repacked.putByte(b);
    }

    private String packName(@Nullable Object value) {
        String text = value == null ? "" : string(value);
        if (text.length() > 13) throw new Refused("name");
        long name = 0;
        for (int i = 0; i < 13; i++) {
            long symbol = i < text.length() ? Math.max(ALPHABET.indexOf(text.charAt(i)), 0) : 0;
            name |= i < 12 ? symbol << (59 - 5 * i) : symbol & 0x0f;
        }
        if (!nameText(name).equals(text)) throw new Refused("name");
        repacked.putLong(name);
        return text;
    }

    // Conversions of libfc.

    private static String nameText(long name) {
        var text = new StringBuilder();
        for (int i = 0; i < 12; i++) text.append(ALPHABET.charAt((int) (name >>> (59 - 5 * i)) & 0x1f));
        text.append(ALPHABET.charAt((int) name & 0x0f));
        return text.toString().replaceAll("\\.+$", "");
    }

    private static long integer(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case BigInteger number -> number.longValue();
            case Double number -> number.longValue();
            case Boolean flag -> flag ? 1 : 0;
            case String text when text.matches("[+-]?[0-9]{1,20}") -> new BigInteger(text).longValue();
            default -> throw new Refused("no number");
        };
    }

    private static String string(@Nullable Object value) {
        if (value == null) return "";
        if (value instanceof Map || value instanceof List) throw new Refused("no string");
        return String.valueOf(value);
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) return object;
        throw new Refused("no object");
    }

    private static List<?> array(@Nullable Object value) {
        if (value instanceof List<?> array) return array;
        throw new Refused("no array");
    }

    private static byte[] hex(String text) {
        if (!text.matches("([0-9a-fA-F]{2})*")) throw new Refused("not hexadecimal");
        return HexFormat.of().parseHex(text);
    }

    private static byte[] inflate(byte[] stream) {
        var inflater = new Inflater();
        try {
            inflater.setInput(stream);
            var out = new ByteArrayOutputStream();
            byte[] step = new byte[4_096];
            while (!inflater.finished()) {
                int length = inflater.inflate(step);
                if (length == 0 && !inflater.finished()) throw new Refused("zlib");
                out.write(step, 0, length);
                if (out.size() > INFLATED_MAX) throw new Refused("bomb");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new Refused("zlib");
        } finally {
            inflater.end();
        }
    }

    private static String sha256(PackedBytes bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.array(), 0, bytes.length());
            return Hex.text(digest.digest(), 0, Transactions.ID_SIZE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
