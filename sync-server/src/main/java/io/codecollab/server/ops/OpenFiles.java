package io.codecollab.server.ops;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Files and sockets, which are the same to the operating system, and how many of them this process may have open. */
public final class OpenFiles {

    private OpenFiles() {}

    /** The bound ({@code ulimit -n}), Long.MAX_VALUE where none is known. */
    public static long limit() {
        try {
            Object limit = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "MaxFileDescriptorCount");
            return limit instanceof Long files && files > 0 ? files : Long.MAX_VALUE;
        } catch (JMException e) {
            return Long.MAX_VALUE; // not a Unix
        }
    }
}
