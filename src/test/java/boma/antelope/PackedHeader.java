package boma.antelope;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The header of the first transaction that was read, unpacked again: with it tests prove that every form of a
/// transaction is packed as nodeos does it.
///
/// @param expiration seconds since 1970
public record PackedHeader(
        long expiration,
        int refBlockNum,
        long refBlockPrefix,
        long maxNetUsageWords,
        int maxCpuUsageMs,
        long delaySec) {
    public static PackedHeader of(Transactions read) {
        PackedBytes packed = read.packed();
        var bytes = ByteBuffer.wrap(packed.array(), 0, packed.length()).order(ByteOrder.LITTLE_ENDIAN);
        return new PackedHeader(
                Integer.toUnsignedLong(bytes.getInt()),
                Short.toUnsignedInt(bytes.getShort()),
                Integer.toUnsignedLong(bytes.getInt()),
                varuint(bytes),
                Byte.toUnsignedInt(bytes.get()),
                varuint(bytes));
    }

    private static long varuint(ByteBuffer bytes) {
        long b = bytes.get();
        return b >= 0 ? b : (b & 0x7f) | (varuint(bytes) << 7);
    }
}
