export { AccountPage } from './AccountPage'
export { accessToken, login, signOut, type SignedIn } from './Login'
export { signInPath } from './nextPage'
export { ShareDialog } from './ShareDialog'
