/**
 * NKeys and credentials: Ed25519 and X25519 keys as text that names its kind, with a checksum; signing and verifying,
 * sealing and opening, and the files that keys and JWTs are kept in.
 *
 * <p>A library of its own: it uses nothing of the server but its JSON reader and may be used without it. A public key is an
 * {@link dev.midge.auth.nkey.NKey}, a pair that signs a {@link dev.midge.auth.nkey.KeyPair}, one that seals and opens an
 * {@link dev.midge.auth.nkey.XKey}, a file of a JWT and a seed a {@link dev.midge.auth.nkey.CredsFile}. All of them may be
 * used on any thread, none waits for anything but the system's randomness and files. Secrets are handed over in arrays,
 * which can be overwritten, and never printed. Errors are {@link dev.midge.auth.nkey.NKeyException}s with the texts of the
 * NATS tools.
 *
 * <p>Reading and checking the text of public keys needs no cryptography: BouncyCastle is loaded when the first pair is
 * made or the first signature verified.
 */
@NullMarked
package dev.midge.auth.nkey;

import org.jspecify.annotations.NullMarked;
