package dev.midge.protocol.subject;

import java.util.List;

/** The rules of subjects over lists of tokens. */
final class Tokens {

    private Tokens() {}

    static List<String> of(String subject) {
        return List.of(subject.split("\\.", -1));
    }

    static boolean isValid(String subject) {
        List<String> tokens = of(subject);
        return !tokens.contains("") && !tokens.subList(0, tokens.size() - 1).contains(">");
    }

    static boolean hasWildcard(String subject) {
        return of(subject).contains("*") || of(subject).contains(">");
    }

    static boolean matches(String literal, String pattern) {
        List<String> l = of(literal);
        List<String> p = of(pattern);
        if (l.contains("") || p.contains("")) {
            return false;
        }
        for (int i = 0; i < p.size(); i++) {
            if (i >= l.size()) {
                return false;
            }
            if (i == p.size() - 1 && p.get(i).equals(">")) {
                return true;
            }
            if (!p.get(i).equals("*") && !p.get(i).equals(l.get(i))) {
                return false;
            }
        }
        return l.size() == p.size();
    }

    /** Of two valid subjects. */
    static boolean covers(String broad, String narrow) {
        List<String> b = of(broad);
        List<String> n = of(narrow);
        for (int i = 0; i < b.size(); i++) {
            if (i >= n.size()) {
                return false;
            }
            if (b.get(i).equals(">")) {
                return true;
            }
            boolean wider = b.get(i).equals("*") && !n.get(i).equals(">");
            boolean same = b.get(i).equals(n.get(i)) && !n.get(i).equals(">");
            if (!wider && !same) {
                return false;
            }
        }
        return b.size() == n.size();
    }

    /** Of two valid subjects. */
    static boolean overlaps(String left, String right) {
        List<String> l = of(left);
        List<String> r = of(right);
        for (int i = 0; i < Math.min(l.size(), r.size()); i++) {
            String one = l.get(i);
            String other = r.get(i);
            if (one.equals(">") || other.equals(">")) {
                return true;
            }
            if (!one.equals("*") && !other.equals("*") && !one.equals(other)) {
                return false;
            }
        }
        return l.size() == r.size();
    }
}
