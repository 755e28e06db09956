/**
 * People who have an account here, and the directory of documents: whose they are and who may come in. {@link
 * io.codecollab.server.auth.account.Accounts} lets people in and gives them tokens, {@link
 * io.codecollab.server.auth.account.DirectoryAccess} says what somebody may do in a document, {@link
 * io.codecollab.server.auth.account.Directory}, {@link io.codecollab.server.auth.account.Members} and {@link
 * io.codecollab.server.auth.account.Invitations} change that.
 */
@NullMarked
package io.codecollab.server.auth.account;

import org.jspecify.annotations.NullMarked;
