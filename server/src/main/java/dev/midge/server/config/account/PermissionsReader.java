package dev.midge.server.config.account;

import dev.midge.auth.permission.Permissions;
import dev.midge.auth.permission.ResponsePermission;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads permissions. Equal ones become one object: thousands of users often have the same. */
public final class PermissionsReader {
    private final Findings findings;
    private final ConfValues values;
    private final Map<Permissions, Permissions> known = new HashMap<>();

    public PermissionsReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** What may be done in one direction; a list that is null does not restrict. */
    private record Side(
            @Nullable List<String> allow, @Nullable List<String> deny) {
        static final Side OPEN = new Side(null, null);
    }

    private static final class Block {
        Side publish = Side.OPEN;
        Side subscribe = Side.OPEN;

        @Nullable
        ResponsePermission responses;
    }

    /** Null when the value is no map, which is reported. */
    public @Nullable Permissions read(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "Expected permissions to be a map/struct, got " + node);
            return null;
        }
        Block block = new Block();
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            readField(block, entry.getKey(), entry.getValue());
        }
        Permissions permissions = Permissions.builder()
                .publishAllow(publishAllow(block))
                .publishDeny(block.publish.deny())
                .subscribeAllow(block.subscribe.allow())
                .subscribeDeny(block.subscribe.deny())
                .responses(block.responses)
                .build();
        Permissions same = known.putIfAbsent(permissions, permissions);
        return same == null ? permissions : same;
    }

    private static @Nullable List<String> publishAllow(Block block) {
        // nats-server server/opts.go: whoever may answer requests may publish nothing else unless a list says so.
        boolean onlyResponses = block.responses != null && block.publish.allow() == null;
        return onlyResponses ? List.of() : block.publish.allow();
    }

    private void readField(Block block, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "pub", "publish", "import" -> block.publish = side(node, false);
            case "sub", "subscribe", "export" -> block.subscribe = side(node, true);
            case "publish_allow_responses", "allow_responses" -> block.responses = responses(node);
            default -> findings.unknown(node, "Unknown field " + GoText.quote(key) + " parsing permissions");
        }
    }

    // Subjects

    private Side side(ConfNode node, boolean withQueues) {
        if (node.kind() != Kind.MAP) {
            // nats-server server/opts.go: in this form most errors are reported without a place.
            return new Side(subjects(node, Position.NONE, withQueues), null);
        }
        List<String> allow = null;
        List<String> deny = null;
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            ConfNode value = entry.getValue();
            switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                case "allow" -> allow = subjects(value, value.position(), withQueues);
                case "deny" -> deny = subjects(value, value.position(), withQueues);
                default ->
                    findings.unknown(
                            value,
                            "Unknown field name " + GoText.quote(entry.getKey())
                                    + " parsing subject permissions, only 'allow' or 'deny' are permitted");
            }
        }
        return new Side(allow, deny);
    }

    /** Subjects by themselves: a text or a list of texts. */
    public void readSubjects(ConfNode node) {
        subjects(node, node.position(), false);
    }

    /** Null for an empty list, which restricts nothing. */
    private @Nullable List<String> subjects(ConfNode node, Position place, boolean withQueues) {
        List<String> subjects = new ArrayList<>();
        if (node.kind() == Kind.STRING) {
            subjects.add(node.asText());
        } else if (node.kind() != Kind.LIST) {
            findings.error(
                    place,
                    "Expected subject permissions to be a subject, or array of subjects, got " + node.kind().goName);
        } else {
            for (ConfNode element : node.asList()) {
                if (element.kind() != Kind.STRING) {
                    findings.error(element, "Subject in permissions array cannot be cast to string");
                    return null;
                }
                subjects.add(element.asText());
            }
        }
        for (String subject : subjects) {
            String wrong = withQueues ? wrongEntry(subject) : wrongSubject(subject);
            if (wrong != null) {
                findings.error(place, wrong);
                return null;
            }
        }
        return subjects.isEmpty() ? null : subjects;
    }

    private static @Nullable String wrongSubject(String subject) {
        return isSubject(subject) ? null : "subject " + GoText.quote(subject) + " is not a valid subject";
    }

    /** A subscribe entry may name a queue after the subject. */
    private static @Nullable String wrongEntry(String entry) {
        if (isSubject(entry)) {
            return null;
        }
        List<String> words = GoText.words(entry);
        if (words.size() != 2) {
            return wrongSubject(entry);
        }
        String wrong = wrongSubject(words.get(0));
        if (wrong != null || isSubject(words.get(1))) {
            return wrong;
        }
        return "queue " + GoText.quote(words.get(1)) + " is not a valid queue";
    }

    public static boolean isSubject(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (" \t\n\f\r".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return Subject.isValid(Subject.bytes(text));
    }

    // Responses

    private @Nullable ResponsePermission responses(ConfNode node) {
        if (node.kind() == Kind.BOOLEAN) {
            return node.asBoolean() ? ResponsePermission.DEFAULT : null;
        }
        if (node.kind() != Kind.MAP) {
            findings.error(node, "error parsing response permissions, expected a boolean or a map");
            return null;
        }
        int max = 0;
        Duration expires = Duration.ZERO;
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            ConfNode value = entry.getValue();
            switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                case "max", "max_msgs", "max_messages", "max_responses" -> max = maximum(value);
                case "expires", "expiration", "ttl" -> expires = expiry(value);
                default ->
                    findings.unknown(value, "Unknown field " + GoText.quote(entry.getKey()) + " parsing permissions");
            }
        }
        return ResponsePermission.of(max, expires);
    }

    private int maximum(ConfNode node) {
        Long number = values.integer(node);
        return number == null ? 0 : ConfValues.saturated(number);
    }

    private Duration expiry(ConfNode node) {
        if (node.kind() != Kind.STRING) {
            findings.error(node, "error parsing expires, not a duration string");
            return Duration.ZERO;
        }
        Duration duration = values.durationText("expires", node);
        return duration == null ? Duration.ZERO : duration;
    }
}
