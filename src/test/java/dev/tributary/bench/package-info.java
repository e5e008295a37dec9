/**
 * Benchmarks, tagged {@code bench} and run by {@code mvn verify -Pbench}. What is compared runs side by side, in turns;
 * figures are medians, and only their ratios mean something on another machine. See docs/benchmarks.md.
 */
package dev.tributary.bench;
