import { useEffect, useState } from 'react'
import { serverInfo } from '../api/server'

/** Whether people have accounts here; not, until the server says so. */
export function useAccounts(): boolean {
  const [hasAccounts, setAccounts] = useState(false)
  useEffect(() => {
    serverInfo().then(
      (server) => setAccounts(server.auth !== 'none'),
      () => setAccounts(false),
    )
  }, [])
  return hasAccounts
}
