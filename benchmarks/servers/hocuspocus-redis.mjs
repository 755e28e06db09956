/**
 * One of several instances of @hocuspocus/server on one Redis, as the documentation of its extension starts it: documents in
 * memory. Usage: node hocuspocus-redis.mjs PORT REDIS_PORT
 */
import { Redis } from '@hocuspocus/extension-redis'
import { Server } from '@hocuspocus/server'

const [port, redisPort] = process.argv.slice(2).map(Number)
const redis = new Redis({ host: '127.0.0.1', port: redisPort })
const server = new Server({ address: '127.0.0.1', port, quiet: true, extensions: [redis] })
await server.listen()
console.log(`listening on port ${server.address.port}`)
