package dev.midge.server.monitor;

import java.io.IOException;

/** {@code /raftz}: there are no Raft groups without JetStream. */
final class Raftz implements Endpoint {

    @Override
    public String path() {
        return "/raftz";
    }

    @Override
    public void answer(Request request, Reply reply) throws IOException {
        reply.instead(404, "No Raft nodes registered");
    }
}
