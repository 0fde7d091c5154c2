package dev.midge.server;

import dev.midge.auth.AuthConfig;
import dev.midge.server.config.ServerOptions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The user that the server makes up when the only users are those of the system account: clients without credentials
 * become this user of the global account, as if there were no users at all.
 *
 * <p>Thread: that of the start and of reloads.
 */
final class CompanionUser {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PREFIX = "nats-";
    private static final int NAME_DIGITS = 8;
    private static final int PASSWORD_DIGITS = 22;

    private @Nullable String name;

    /** Who may connect by these options, this user included where it is wanted. */
    AuthConfig beside(ServerOptions options) {
        if (!options.wantsCompanionUser()) {
            return options.auth();
        }
        SecureRandom random = new SecureRandom();
        String known = name == null ? PREFIX + digits(random, NAME_DIGITS) : name;
        name = known;
        // Nobody gets to know the password, and nobody needs it.
        return options.auth().toBuilder()
                .companionUser(known, digits(random, PASSWORD_DIGITS))
                .build();
    }

    private static String digits(SecureRandom random, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }
}
