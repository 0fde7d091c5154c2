/**
 * NKeys: Ed25519 (and X25519) keys as text that names its kind, with a checksum; signing and verifying.
 *
 * <p>Reading and checking the text needs no cryptography: BouncyCastle is loaded when the first signature is made or
 * verified. {@link dev.midge.auth.nkey.NKey} may be used on any thread, a {@link dev.midge.auth.nkey.KeyPair} too.
 */
@NullMarked
package dev.midge.auth.nkey;

import org.jspecify.annotations.NullMarked;
