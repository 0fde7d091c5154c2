/**
 * Subjects as byte strings: validity, wildcard matching, and the trie that finds subscriptions.
 */
@NullMarked
package dev.midge.protocol.subject;

import org.jspecify.annotations.NullMarked;
