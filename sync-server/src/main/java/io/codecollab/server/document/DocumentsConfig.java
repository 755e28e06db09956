package io.codecollab.server.document;

/**
 * How documents are kept open. Immutable.
 *
 * @param limits how much one document may hold
 * @param longWorkerThreads how many documents may do long work at the same time
 * @param idleUnloadMs how long a document nobody works on is kept open
 * @param memoryBudgetBytes of all open documents; past it, those nobody works on are not kept open
 */
public record DocumentsConfig(DocumentLimits limits, int longWorkerThreads, long idleUnloadMs, long memoryBudgetBytes) {

    public DocumentsConfig {
        if (longWorkerThreads < 1 || idleUnloadMs < 0 || memoryBudgetBytes < 1) {
            throw new IllegalArgumentException("longWorkerThreads=" + longWorkerThreads + ", idleUnloadMs="
                    + idleUnloadMs + ", memoryBudgetBytes=" + memoryBudgetBytes);
        }
    }

    public static DocumentsConfig defaults() {
        return new DocumentsConfig(
                DocumentLimits.defaults(),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                30_000,
                Runtime.getRuntime().maxMemory() / 4);
    }
}
