package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What Boma makes of the header fields on their way to the node and back.
class HeadFieldsTest {
    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void theNodeSeesTheHeadAsSentWithBomasFieldsAtTheEnd() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /x?y HTTP/1.1\r\nAccept: */*\r\nHost: example.org:80\r\nx-MiXed:  two  words \r\n\r\n");

        String id = client.answer().field("X-Request-Id");
        assertThat(node.request().raw())
                .isEqualTo("GET /x?y HTTP/1.1\r\nHost: example.org:80\r\nAccept: */*\r\n"
                        + "x-MiXed:  two  words \r\nX-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1\r\n"
                        + "X-Forwarded-Proto: http\r\nX-Request-Id: " + id + "\r\n\r\n");
    }

    @Test
    void hostIsWhatTheOperatorWants() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma named = stage.add(Boma.setup().pool("host = 'api.example.net'").start(node));
        Boma own = stage.add(Boma.setup().pool("host = 'node'").start(node));
        Boma antelope = stage.add(Boma.setup().antelope().start(node));
        String get = "GET /v1/chain/get_info HTTP/1.1\r\nHost: evil.example\r\n\r\n";

        for (Boma boma : new Boma[] {named, own, antelope}) {
            Wire client = stage.client(boma);
            client.send(get);
            client.answer();
        }

        String authority = node.url().substring("http://".length());
        assertThat(node.requests().stream().map(r -> r.field("Host")))
                .containsExactly("api.example.net", authority, authority);
    }

    @Test
    void fieldsForOneHopEndHere() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("""
            GET / HTTP/1.1\r
            Host: a\r
            Connection: keep-alive, X-Secret\r
            X-Secret: 1\r
            Keep-Alive: 300\r
            Proxy-Connection: keep-alive\r
            TE: trailers\r
            Trailer: X\r
            Upgrade: h2c\r
            X-Kept: 1\r
            \r
            """);
        client.answer();

        assertThat(node.request().fields()).startsWith("Host: a", "X-Kept: 1", "X-Forwarded-For: 127.0.0.1");
        assertThat(node.request().fields()).hasSize(6);
    }

    @Test
    void aStrangerCannotSayWhoHeIs() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("""
            GET / HTTP/1.1\r
            Host: a\r
            X-Forwarded-For: 10.0.0.1\r
            X_Forwarded_For: 10.0.0.1\r
            x-forwarded-proto: https\r
            Forwarded: for=10.0.0.1\r
            X-Real-IP: 10.0.0.1\r
            X-Client-IP: 10.0.0.1\r
            True-Client-IP: 10.0.0.1\r
            CF-Connecting-IP: 10.0.0.1\r
            X-Request-Id: mine\r
            \r
            """);
        String id = client.answer().field("X-Request-Id");

        assertThat(node.request().fields())
                .containsExactly(
                        "Host: a",
                        "X-Forwarded-For: 127.0.0.1",
                        "X-Real-IP: 127.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Request-Id: " + id);
        assertThat(id).matches("[0-9a-f]{16}");
    }

    @Test
    void aTrustedProxySaysForWhomItAsks() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .listener("trusted-proxies = ['127.0.0.0/8', '10.0.0.0/8']")
                .start(node));
        Wire proxy = stage.client(boma);

        proxy.send("""
            GET /1 HTTP/1.1\r
            Host: a\r
            X-Forwarded-For: 6.6.6.6, 192.0.2.7, 10.1.2.3\r
            X-Real-IP: 6.6.6.6\r
            \r
            """);
        proxy.answer();
        proxy.send("GET /2 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 2001:db8::1\r\n\r\n");
        proxy.answer();

        Message first = node.requests().get(0);
        assertThat(first.field("X-Forwarded-For")).isEqualTo("6.6.6.6, 192.0.2.7, 10.1.2.3, 127.0.0.1");
        assertThat(first.field("X-Real-IP")).isEqualTo("192.0.2.7");
        Message second = node.requests().get(1);
        assertThat(second.field("X-Forwarded-For")).isEqualTo("2001:db8::1, 127.0.0.1");
        assertThat(second.field("X-Real-IP")).isEqualTo("2001:db8::1");
    }

    /// Compressed, the answer would not tell us what became of the transaction.
    @Test
    void theAnswerToAPushIsNotAskedForCompressed() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);
        String accepting = "Host: a\r\nAccept-Encoding: gzip\r\n";

        client.send(PushBody.request("eosio.token::transfer alice").replace("Host: a\r\n", accepting))
                .answer();
        client.send("GET /v1/chain/get_info HTTP/1.1\r\n" + accepting + "\r\n").answer();

        assertThat(node.requests().get(0).has("Accept-Encoding")).isFalse();
        assertThat(node.requests().get(1).field("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void aTrustedProxyIsNotResetForWhatItAsksItself() throws Exception {
        Boma boma = stage.add(Boma.setup()
                .listener("trusted-proxies = ['127.0.0.1/32']")
                .also("[[limit]]\nname = 'few'\nkey = 'client'\nrate = '1/1h'\nburst = 1\nover = 'ban 1h'")
                .start(stage.node(echoing())));
        Wire proxy = stage.client(boma);

        for (int i = 0; i < 3; i++)
            proxy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        Wire again = stage.client(boma);

        assertThat(again.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().gist())
                .isEqualTo("403 banned");
        assertThat(again.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n")
                        .answer()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTrustedProxySaysWhetherItsClientUsesTls() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(
                Boma.setup().listener("trusted-proxies = ['127.0.0.1/32']").start(node));
        Wire proxy = stage.client(boma);
        String named = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n";
        String[] says = {
            "X-Forwarded-Proto: https\r\n",
            "",
            "X-Forwarded-Proto: HTTPS\r\n",
            "X-Forwarded-Proto: wss\r\n",
            "X-Forwarded-Proto: https\r\nx-forwarded-proto: http\r\n",
        };

        for (String field : says) {
            proxy.send(named + field + "\r\n");
            proxy.answer();
        }

        assertThat(node.requests())
                .extracting(request -> request.field("X-Forwarded-Proto"))
                .containsExactly("https", "http", "https", "http", "http");
    }

    @Test
    void aTrustedProxyThatNamesNobodyAsksForItself() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(
                Boma.setup().listener("trusted-proxies = ['127.0.0.1/32']").start(node));
        Wire proxy = stage.client(boma);

        proxy.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: unknown\r\n\r\n");
        proxy.answer();

        assertThat(node.request().field("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(node.request().field("X-Real-IP")).isEqualTo("127.0.0.1");
    }

    @Test
    void theAnswersFieldsForOneHopEndHereToo() throws Exception {
        FakeNode node = stage.node(FakeNode.answering("""
            HTTP/1.1 200 Fine  by me\r
            Server: node\r
            Keep-Alive: timeout=5\r
            Connection: keep-alive, X-Internal\r
            X-Internal: 1\r
            X-Request-Id: theirs\r
            Set-Cookie: a=b\r
            Content-Length: 0\r
            Set-Cookie: c=d\r
            \r
            """));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        Message answer = client.answer();
        String id = node.request().field("X-Request-Id");
        assertThat(answer.raw())
                .isEqualTo("HTTP/1.1 200 Fine  by me\r\nServer: node\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"
                        + "X-Request-Id: " + id + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void anAntelopeNodesCorsFieldsAreReplaced() throws Exception {
        FakeNode node = stage.node(FakeNode.answering(ok("{}").replace(
                        "\r\n\r\n",
                        "\r\nAccess-Control-Allow-Origin: http://one\r\nAccess-Control-Max-Age: 1\r\n\r\n")));
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send("GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\nOrigin: http://two\r\n\r\n");

        Message answer = client.answer();
        assertThat(answer.field("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.has("Access-Control-Max-Age")).isFalse();
        assertThat(answer.body()).isEqualTo("{}");
    }
}
