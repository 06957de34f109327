import type { ApiPattern } from '../rules';

interface CryptoRule {
  readonly api: readonly ApiPattern[];
}

/** Slow hashes that are made for passwords. */
export const PASSWORD_HASHES: readonly CryptoRule[] = [
  { api: ['argon2.hash', '@node-rs/argon2.{hash,hashSync,hashRaw}', 'argon2-browser.hash', 'hash-wasm.{argon2id,argon2i,argon2d,bcrypt,scrypt,pbkdf2}', '@phc/argon2.hash', '@noble/hashes/argon2.{argon2id,argon2idAsync}', '@noble/hashes/argon2.js.{argon2id,argon2idAsync}'] },
  { api: ['bcrypt.{hash,hashSync}', 'bcryptjs.{hash,hashSync}', '@node-rs/bcrypt.{hash,hashSync}', 'bcrypt-ts.{hash,hashSync}', 'bcryptjs.bcryptjs.{hash,hashSync}'] },
  { api: ['crypto.{scrypt,scryptSync,pbkdf2,pbkdf2Sync,argon2,argon2Sync}', 'scrypt-js.{scrypt,syncScrypt}', 'scrypt-kdf.kdf', '@noble/hashes/scrypt.{scrypt,scryptAsync}', '@noble/hashes/scrypt.js.{scrypt,scryptAsync}', '@noble/hashes/pbkdf2.{pbkdf2,pbkdf2Async}', 'pbkdf2.{pbkdf2,pbkdf2Sync}', 'pbkdf2-password', 'crypto-js.PBKDF2'] },
  { api: ['Bun.password.{hash,hashSync}', 'oslo/password..hash', '@node-rs/argon2.Algorithm', 'better-auth/crypto.hashPassword', '@better-auth/utils/password.hashPassword', 'sodium-native.crypto_pwhash_str', 'libsodium-wrappers..crypto_pwhash_str', 'libsodium-wrappers..crypto_pwhash', 'credential..hash', 'secure-password..hash', 'unstorage.hash', 'firebase-admin/auth..createUser', 'firebase-admin..createUser', '@supabase/supabase-js..{signUp,createUser}', '@clerk/backend..createUser'] },
];

/** Hashes that are fast, whatever their strength otherwise. */
export const FAST_HASHES: readonly CryptoRule[] = [
  { api: ['crypto.createHash', 'crypto.hash', 'crypto.subtle.digest', 'crypto.webcrypto.subtle.digest', 'crypto-js.{MD5,SHA1,SHA256,SHA512,SHA3,RIPEMD160}', 'md5', 'sha1', 'sha256', 'js-md5', 'js-sha1', 'js-sha256', 'js-sha256.sha256', 'js-sha512.sha512', 'blueimp-md5', 'spark-md5.hash', 'object-hash', 'hash.js.{sha1,sha256,sha512}', 'sha.js', 'murmurhash', '@noble/hashes/sha2.{sha256,sha512}', '@noble/hashes/sha256.sha256', '@noble/hashes/sha2.js.{sha256,sha512}', 'Bun.hash', 'Bun.CryptoHasher', 'crypto.createHmac', 'crypto-js.{HmacMD5,HmacSHA1,HmacSHA256,HmacSHA512}'] },
];

/** Encryption. Node's ciphers are looked at one by one; of the others authenticated encryption is all that they do. */
export const ENCRYPTIONS: readonly CryptoRule[] = [
  { api: ['crypto.{createCipheriv,createCipher,publicEncrypt}', 'crypto.subtle.encrypt', 'crypto.webcrypto.subtle.encrypt', 'crypto-js.{AES,DES,TripleDES,RC4,Rabbit}.encrypt', 'aes-js.ModeOfOperation.{ecb,cbc,ctr,cfb,ofb}', 'node-forge.cipher.createCipher'] },
  { api: ['libsodium-wrappers..{crypto_secretbox_easy,crypto_box_easy,crypto_box_seal,crypto_aead_xchacha20poly1305_ietf_encrypt}', 'sodium-native.{crypto_secretbox_easy,crypto_box_seal,crypto_aead_xchacha20poly1305_ietf_encrypt}', 'tweetnacl.{secretbox,box}', 'tweetnacl.box.after', '@noble/ciphers/aes.{gcm,siv}', '@noble/ciphers/chacha.{chacha20poly1305,xchacha20poly1305}', '@noble/ciphers/aes.js.gcm', '@noble/ciphers/chacha.js.xchacha20poly1305'] },
  { api: ['jose.{EncryptJWT,CompactEncrypt,FlattenedEncrypt}()..encrypt', 'iron-session.sealData', '@hapi/iron.seal', 'iron-webcrypto.seal', 'next-auth/jwt.encode', 'better-auth/crypto.symmetricEncrypt', 'cryptr()..encrypt', 'simple-crypto-js..encrypt', 'encryptjs.encrypt', '@47ng/cloak.encryptString', 'fernet..encode', 'electron.safeStorage.encryptString', 'openpgp.encrypt', 'age-encryption..encrypt'] },
  { api: ['@aws-sdk/client-kms.EncryptCommand', '@aws-crypto/client-node..encrypt', '@google-cloud/kms..encrypt', '@azure/keyvault-keys..encrypt', 'node-vault..encryptData', '@infisical/sdk..encrypt'] },
];

/** Packages that encrypt columns behind the mapper's back. */
export const COLUMN_ENCRYPTION = /^(?:mongoose-encryption|mongoose-field-encryption|typeorm-encrypted|sequelize-encrypted|prisma-field-encryption|@47ng\/prisma-field-encryption|mongodb-client-encryption|@nestjs-crud\/encrypted|objection-encrypt|knex-encrypt|better-auth|next-auth|@auth\/core|lucia|passport-local-mongoose|@cloudflare\/workers-oauth-provider)(?:\/|$)/;

/** Functions of databases: slow hashes, and encryption. */
export const SQL_PASSWORD_HASHES: ReadonlySet<string> = new Set(['crypt', 'gen_salt', 'argon2', 'bcrypt']);
export const SQL_ENCRYPTIONS: ReadonlySet<string> = new Set(['pgp_sym_encrypt', 'pgp_pub_encrypt', 'aes_encrypt', 'encryptbykey', 'encryptbypassphrase', 'encrypt_iv']);
export const SQL_FAST_HASHES: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha', 'sha2', 'digest', 'hashbytes', 'password']);
