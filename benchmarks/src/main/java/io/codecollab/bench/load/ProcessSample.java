package io.codecollab.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux says of a process, or of several together, see proc(5). Immutable.
 *
 * @param userMs CPU time in the process's own code so far, to 10 ms
 * @param systemMs CPU time in the kernel on its behalf so far, to 10 ms; most of TCP over loopback is paid by who sends
 * @param rssKb memory in use
 * @param threads how many threads it has
 */
record ProcessSample(long userMs, long systemMs, long rssKb, int threads) {

    /** Of a clock tick: USER_HZ is 100 on every Linux there is. */
    private static final int TICK_MS = 10;

    private static final int PAGE_KB = 4;

    // fields of /proc/PID/stat behind the command's name, which may have anything in it
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int ENDED_CHILDREN_UTIME = 13;
    private static final int ENDED_CHILDREN_STIME = 14;
    private static final int NUM_THREADS = 17;
    private static final int RSS = 21;

    static final ProcessSample NOTHING = new ProcessSample(0, 0, 0, 0);

    /**
     * A process with all its children, living and ended: a database may use one for each connection.
     *
     * @throws IOException if there is no such process, or no Linux
     */
    static ProcessSample of(long pid) throws IOException {
        ProcessSample sum = parse(Files.readString(stat(pid)));
        List<ProcessHandle> children = ProcessHandle.of(pid)
                .map(process -> process.children().toList())
                .orElse(List.of());
        for (ProcessHandle child : children) {
            if (Files.exists(stat(child.pid()))) {
                sum = sum.plus(of(child.pid()));
            }
        }
        return sum;
    }

    private static Path stat(long pid) {
        return Path.of("/proc", Long.toString(pid), "stat");
    }

    static ProcessSample parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        return new ProcessSample(
                (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[ENDED_CHILDREN_UTIME])) * TICK_MS,
                (Long.parseLong(fields[STIME]) + Long.parseLong(fields[ENDED_CHILDREN_STIME])) * TICK_MS,
                Long.parseLong(fields[RSS]) * PAGE_KB,
                Integer.parseInt(fields[NUM_THREADS]));
    }

    /** Both together; memory they share is counted twice. */
    ProcessSample plus(ProcessSample other) {
        return new ProcessSample(
                userMs + other.userMs, systemMs + other.systemMs, rssKb + other.rssKb, threads + other.threads);
    }

    long cpuMs() {
        return userMs + systemMs;
    }
}
