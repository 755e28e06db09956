package io.codecollab.server.http;

/**
 * How often requests may be made over REST; 0 is as often as anybody likes. Immutable.
 *
 * @param perAddress a second from one address, with bursts of four times as many
 * @param perUser a second by one user to one route, with bursts of four times as many
 * @param loginsPerAddress a minute from one address, where passwords and the like are tried
 */
public record RequestRates(int perAddress, int perUser, int loginsPerAddress) {

    public RequestRates {
        if (perAddress < 0 || perUser < 0 || loginsPerAddress < 0) {
            throw new IllegalArgumentException("rates must not be negative, perAddress=" + perAddress + ", perUser="
                    + perUser + ", loginsPerAddress=" + loginsPerAddress);
        }
    }

    public static RequestRates defaults() {
        return new RequestRates(100, 50, 20);
    }

    public static RequestRates unlimited() {
        return new RequestRates(0, 0, 0);
    }
}
