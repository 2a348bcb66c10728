package boma.practice;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/// One connection to a practice node: request after request, on a thread of its own.
final class PracticeConnection implements Runnable {
    private final PracticeNode node;
    private final SocketChannel channel;

    PracticeConnection(PracticeNode node, SocketChannel channel) {
        this.node = node;
        this.channel = channel;
    }

    @Override
    public void run() {
        try (channel) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            for (PracticeRequest request; (request = PracticeRequest.read(in, out, node.maxBody())) != null; ) {
                if (!serve(request, in, out)) break;
            }
        } catch (IOException _) {
            // a client that is gone, or that nodeos would leave without a word
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            node.ended(this);
        }
    }

    /// Answers, and tells whether the connection goes on.
    private boolean serve(PracticeRequest request, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        if (request.target().startsWith(PracticeControl.PREFIX) && isLocal()) {
            PracticeControl.Done done = PracticeControl.handle(node, request.target());
            out.write(done.answer().toBytes(request));
            done.after().run();
            return request.keepAlive();
        }
        PracticeAnswer answer = node.answer(request);
        return switch (node.misbehaviour(request.target())) {
            case Misbehaviour.Well _, Misbehaviour.Stale _ -> send(answer, request, out);
            case Misbehaviour.Slow(var delay) -> {
                Thread.sleep(delay);
                yield send(answer, request, out);
            }
            case Misbehaviour.Failing _ -> send(PracticeAnswer.BROKEN, request, out);
            case Misbehaviour.Closing _ -> false;
            case Misbehaviour.Resetting _ -> {
                reset();
                yield false;
            }
            case Misbehaviour.Half _ -> {
                byte[] bytes = answer.toBytes(request);
                out.write(bytes, 0, bytes.length - answer.body().length() / 2);
                yield false;
            }
            case Misbehaviour.Hanging _ -> {
                while (in.read() >= 0) {} // until the client gives up
                yield false;
            }
            case Misbehaviour.Garbled(var how) -> {
                out.write(how.spoil(answer.body()));
                yield false;
            }
        };
    }

    private static boolean send(PracticeAnswer answer, PracticeRequest request, OutputStream out) throws IOException {
        out.write(answer.toBytes(request));
        return request.keepAlive();
    }

    /// Whether the client is on this machine.
    private boolean isLocal() throws IOException {
        return !(channel.getRemoteAddress() instanceof InetSocketAddress peer)
                || peer.getAddress().isLoopbackAddress();
    }

    /// Ends it at once; the client sees a reset, on a Unix socket the end.
    void reset() {
        try (channel) {
            if (channel.getLocalAddress() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException _) {
            // it has ended already
        }
    }
}
