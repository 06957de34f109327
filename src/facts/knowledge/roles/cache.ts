/** A library that keeps values for later. */
export interface CacheRole {
  readonly packages: readonly string[];
  /** Options of the constructor that give everything a lifetime. */
  readonly lifetime: readonly string[];
  /** Options of the constructor that limit how much is kept. */
  readonly bound: readonly string[];
  /** Which argument of a write may carry the lifetime of one value. */
  readonly perWrite: boolean;
  /** It is there for caching alone; the others keep data of every kind. */
  readonly only: boolean;
}

export const CACHE_ROLES: readonly CacheRole[] = [
  { packages: ['ioredis', 'redis', '@redis/client', '@upstash/redis', '@vercel/kv', 'KVNamespace', 'cloudflare'], lifetime: [], bound: [], perWrite: true, only: false },
  { packages: ['lru-cache', 'quick-lru', '@isaacs/ttlcache', 'tiny-lru', 'lru.min', 'lru_map'], lifetime: ['ttl', 'maxAge'], bound: ['max', 'maxSize', 'maxEntries'], perWrite: true, only: true },
  { packages: ['node-cache', 'keyv', '@keyv/redis', 'cache-manager', 'cacheable', 'memory-cache', 'memcached', 'memjs', 'bentocache', 'unstorage', 'flat-cache', 'cacache'], lifetime: ['stdTTL', 'ttl', 'expires', 'lifetime'], bound: ['maxKeys', 'max'], perWrite: true, only: true },
  { packages: ['memoizee', 'p-memoize', 'memoize', 'mem', 'lodash.memoize', 'moize', 'micro-memoize'], lifetime: ['maxAge', 'ttl', 'cache'], bound: ['max', 'maxSize'], perWrite: false, only: true },
  { packages: ['apicache', 'route-cache', 'axios-cache-interceptor', 'hono/cache', 'node-fetch-cache', 'make-fetch-happen'], lifetime: ['ttl', 'defaultDuration', 'cacheControl'], bound: [], perWrite: false, only: true },
];

/** Options and arguments of a write that say when the value ends. */
export const WRITE_LIFETIMES = ['EX', 'PX', 'EXAT', 'PXAT', 'ex', 'px', 'exat', 'pxat', 'expirationTtl', 'expiration', 'ttl', 'expires', 'lifetime'] as const;
