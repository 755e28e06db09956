/** @y/websocket-server as its command starts it: documents in memory. Usage: node y-websocket.mjs PORT */
process.env.HOST = '127.0.0.1'
process.env.PORT = process.argv[2]
await import('@y/websocket-server/server')
