package io.codecollab.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * SIGTERM and SIGINT (Ctrl-C), each time they come. The JDK's own answer, to run the shutdown hooks, is given once only: while
 * they run, a second signal is ignored.
 *
 * <p>{@code sun.misc.Signal} is the one way to see it. It is exported by the module {@code jdk.unsupported} of every JDK, to
 * stay until there is another way; the compiler warns of it in a manner that cannot be suppressed, hence by reflection.
 */
final class Signals {

    private Signals() {}

    /**
     * Handles both signals from now on.
     *
     * @param handler is given the signal's number, on a thread of its own
     * @return false if this JVM has no such class, or was told to keep away from signals ({@code -Xrs})
     */
    static boolean handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == signalHandler) {
                    handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                    return null;
                }
                return method.invoke(handler, arguments); // hashCode and its like
            };
            Object proxy =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, onSignal);
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, signalHandler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
