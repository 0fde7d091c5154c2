package dev.midge.auth.permission;

import dev.midge.protocol.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Any lists and any subjects: entries are taken or refused with an {@link IllegalArgumentException}, publishing and
 * delivery are judged entry by entry, and no subscription lets through what its lists keep away.
 *
 * <p>Input, one a line: {@code A} and {@code D} an entry to allow or deny for publishing, {@code a} and {@code d} for
 * subscribing, {@code s} a subscription with perhaps a queue; any other line is a subject that a message has.
 */
public final class PermissionsFuzz {

    private final List<String> publishAllow = new ArrayList<>();
    private final List<String> publishDeny = new ArrayList<>();
    private final List<String> subscribeAllow = new ArrayList<>();
    private final List<String> subscribeDeny = new ArrayList<>();
    private final List<String> subscriptions = new ArrayList<>();
    private final List<String> subjects = new ArrayList<>();

    private PermissionsFuzz(String[] lines) {
        for (String line : lines) {
            String rest = line.isEmpty() ? "" : line.substring(1);
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case 'A' -> publishAllow.add(rest);
                case 'D' -> publishDeny.add(rest);
                case 'a' -> subscribeAllow.add(rest);
                case 'd' -> subscribeDeny.add(rest);
                case 's' -> subscriptions.add(rest);
                default -> subjects.add(line);
            }
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        new PermissionsFuzz(new String(input, StandardCharsets.UTF_8).split("\n", 40)).judge();
    }

    private void judge() {
        Permissions permissions;
        try {
            permissions = Permissions.builder()
                    .publishAllow(publishAllow.isEmpty() ? null : publishAllow)
                    .publishDeny(publishDeny)
                    .subscribeAllow(subscribeAllow.isEmpty() ? null : subscribeAllow)
                    .subscribeDeny(subscribeDeny)
                    .build();
        } catch (IllegalArgumentException refused) {
            check(refused.getMessage().contains("is not a valid"), "reason", refused.getMessage());
            return;
        }
        for (String subject : subjects) {
            boolean allowed = publishAllow.isEmpty() || matchesOne(publishAllow, subject);
            check(
                    permissions.mayPublish(bytes(subject)) == (allowed && !matchesOne(publishDeny, subject)),
                    "publish",
                    subject);
        }
        for (String subscription : subscriptions) {
            int blank = subscription.indexOf(' ');
            String subject = blank < 0 ? subscription : subscription.substring(0, blank);
            if (Subject.isValid(bytes(subject))) {
                subscribe(permissions, subject, blank < 0 ? null : subscription.substring(blank + 1));
            }
        }
    }

    private void subscribe(Permissions permissions, String pattern, String queue) {
        byte[] queueBytes = queue == null ? null : bytes(queue);
        boolean accepted = permissions.maySubscribe(bytes(pattern), queueBytes);
        boolean filtered = permissions.needsDeliveryFilter(bytes(pattern), queueBytes);
        for (String subject : subjects) {
            byte[] literal = bytes(subject);
            if (!accepted || !Subject.matches(literal, bytes(pattern))) {
                continue;
            }
            boolean delivered = !filtered || permissions.mayDeliver(literal, queueBytes);
            if (queue == null && delivered) {
                check(subscribeAllow.isEmpty() || matchesOne(subscribeAllow, subject), "not allowed", subject);
                check(!matchesOne(subscribeDeny, subject), "denied", subject);
            }
            check(filtered || permissions.mayDeliver(literal, queueBytes), "denied and not filtered", subject);
        }
    }

    /** By entries without a queue. */
    private static boolean matchesOne(List<String> entries, String subject) {
        for (String entry : entries) {
            Entry parsed = Entry.parse(entry, true);
            if (parsed != null && parsed.queue == null && Subject.matches(bytes(subject), parsed.subject)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return Subject.bytes(text);
    }

    private static void check(boolean right, String what, String about) {
        if (!right) {
            throw new AssertionError(what + ": " + about);
        }
    }
}
