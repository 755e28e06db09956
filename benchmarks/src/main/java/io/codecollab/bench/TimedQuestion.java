package io.codecollab.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What every timed question shares: how often it is asked.
 *
 * <p>A question has three parts: {@code setUp} does the work once and checks the result; {@code prepare}, where there is
 * one, makes what one run starts from and is not timed; the benchmark method is one run. Every run is timed by itself
 * (JMH's sample time), so that medians and percentiles are those of runs. What a run is, it says; {@code
 * benchmarks/questions.json} says how many operations it counts as.
 *
 * <p>Benchmark thread only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public abstract class TimedQuestion {}
