package dev.midge.server.config;

import dev.midge.auth.AuthConfig;
import dev.midge.server.config.account.NoAuthUser;
import dev.midge.server.config.block.Blocks;
import dev.midge.server.config.block.BlocksValidation;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.GoDuration;
import org.jspecify.annotations.Nullable;

/** Settings that are right one by one and wrong together, in the order in which nats-server looks for them. */
final class OptionsValidation {
    static final String WRONG_LOG_FORMAT = "log_format must be 'text' or 'json'";

    private OptionsValidation() {}

    static void check(ServerOptions options, Blocks blocks) throws ConfigException {
        BlocksValidation ofBlocks = blocks.isPresent() ? validation(options, blocks) : null;
        String wrong = lameDuck(options);
        wrong = wrong == null ? payload(options) : wrong;
        wrong = wrong == null ? serverName(options) : wrong;
        wrong = wrong == null && ofBlocks != null ? ofBlocks.leafnodes() : wrong;
        wrong = wrong == null ? noAuthUser(options.auth()) : wrong;
        wrong = wrong == null ? proxies(options.auth()) : wrong;
        wrong = wrong == null && ofBlocks != null ? ofBlocks.others() : wrong;
        wrong = wrong == null ? systemAccount(options) : wrong;
        wrong = wrong == null && !isLogFormat(options.logFormat()) ? WRONG_LOG_FORMAT : wrong;
        if (wrong != null) {
            throw ConfigException.combination(wrong);
        }
    }

    private static BlocksValidation validation(ServerOptions options, Blocks blocks) {
        return new BlocksValidation(
                blocks,
                options.auth(),
                options.get(Options.SERVER_NAME),
                options.get(Options.SYSTEM_ACCOUNT),
                options.get(Options.NO_SYSTEM_ACCOUNT));
    }

    private static @Nullable String lameDuck(ServerOptions options) {
        if (options.lameDuckGracePeriod().compareTo(options.lameDuckDuration()) < 0) {
            return null;
        }
        return "lame duck grace period (" + GoDuration.format(options.lameDuckGracePeriod())
                + ") should be strictly lower than lame duck duration ("
                + GoDuration.format(options.lameDuckDuration()) + ")";
    }

    private static @Nullable String payload(ServerOptions options) {
        if (options.maxPayload() <= options.maxPending()) {
            return null;
        }
        return "max_payload (" + options.maxPayload() + ") cannot be higher than max_pending (" + options.maxPending()
                + ")";
    }

    private static @Nullable String serverName(ServerOptions options) {
        String name = options.serverName();
        return name != null && name.indexOf(' ') >= 0 ? "server name cannot contain spaces" : null;
    }

    private static @Nullable String proxies(AuthConfig auth) {
        for (String key : auth.trustedProxies()) {
            if (!ProxiesReader.isKey(key)) {
                return "proxy trusted key " + GoText.quote(key) + " is invalid";
            }
        }
        return null;
    }

    private static @Nullable String systemAccount(ServerOptions options) {
        String named = options.get(Options.SYSTEM_ACCOUNT);
        return named.isEmpty() || options.hasAccount(named) ? null : "error resolving system account: account missing";
    }

    static boolean isLogFormat(String text) {
        return text.equals("text") || text.equals("json");
    }

    private static @Nullable String noAuthUser(AuthConfig auth) {
        String name = auth.noAuthUser();
        return name == null ? null : NoAuthUser.fault(auth, name);
    }
}
