/**
 * Subjects as byte strings: validity, wildcard matching, and the trie that finds subscriptions.
 *
 * <p>For every module; depends on the JDK only. {@link dev.midge.protocol.subject.Subject} is pure. An account's
 * {@link dev.midge.protocol.subject.Sublist} and {@link dev.midge.protocol.subject.ChangeLog} are written under that
 * account's lock; a {@link dev.midge.protocol.subject.MatchCache} belongs to one event loop.
 */
@NullMarked
package dev.midge.protocol.subject;

import org.jspecify.annotations.NullMarked;
