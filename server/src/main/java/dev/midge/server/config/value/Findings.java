package dev.midge.server.config.value;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import java.util.ArrayList;
import java.util.List;

/** What is to be said about a configuration: errors and warnings as nats-server words them, and notices of ours. */
public final class Findings {
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private boolean unsupportedIsIgnored;

    /** What is not there yet is from now on a notice in place of an error. */
    public void ignoreUnsupported() {
        unsupportedIsIgnored = true;
    }

    public void error(Position position, String reason) {
        errors.add(position.prefix() + reason);
    }

    public void error(ConfNode node, String reason) {
        error(node.position(), reason);
    }

    public void warning(String text) {
        warnings.add(text);
    }

    public void misuse(ConfNode node, String field, String reason) {
        warnings.add(node.position().prefix() + "invalid use of field " + GoText.quote(field) + ": " + reason);
    }

    public void notice(ConfNode node, String reason) {
        notices.add(node.position().prefix() + reason);
    }

    /** A key that nothing knows; no error if it is there for the sake of variables that refer to it. */
    public void unknownField(ConfNode node, String name) {
        unknown(node, "unknown field " + GoText.quote(name));
    }

    /** The same in the words of one block. */
    public void unknown(ConfNode node, String text) {
        if (!node.isUsed()) {
            error(node, text);
        }
    }

    /** A value of one kind where another was expected: Go's own message. */
    public void wrongKind(ConfNode node, ConfNode.Kind expected) {
        error(node, "interface conversion: interface {} is " + node.kind().goName + ", not " + expected.goName);
    }

    /** Something that is not there yet, and that messages or data may depend on. */
    public void unsupported(ConfNode node, String what) {
        if (unsupportedIsIgnored) {
            notice(node, what + " is not supported yet and ignored");
        } else {
            error(node, what + " is not supported yet; ignore_unsupported: true starts without it");
        }
    }

    /** Something that is not there yet, and that keeps somebody out. */
    public void guarded(ConfNode node, String what) {
        error(node, what + " is not supported yet");
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    public List<String> errors() {
        return errors;
    }

    public List<String> warnings() {
        return warnings;
    }

    public List<String> notices() {
        return notices;
    }
}
