// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Svi} from "../pricing/Svi.sol";

/// @dev The smile of one expiry as it is signed and stored. a and b are per year, so that a smile that nobody renews keeps
/// its volatilities while time passes.
/// @param expiry Unix seconds
/// @param a Level of variance per year, 1e-9
/// @param b Slope of variance per year, 1e-9
/// @param rho Correlation, 1e-6, strictly between −1 and 1
/// @param m Centre, log-moneyness, 1e-9
/// @param sigma Curvature, log-moneyness, 1e-9
/// @param carry ln(forward/spot) per year, 1e-8
/// @param halfSpread Half of the volatility spread, 1e-6
struct Slice {
    uint40 expiry;
    int40 a;
    uint40 b;
    int24 rho;
    int32 m;
    uint32 sigma;
    int32 carry;
    uint24 halfSpread;
}

/// @dev A slice as it is submitted: its figures, in the units of `Slice`, in one word.
///
///     | halfSpread 24 | carry 32 | sigma 32 | m 32 | rho 24 | b 40 | a 40 |    = 224 bits, a lowest
///
/// @param expiry Unix seconds
struct PackedSlice {
    uint40 expiry;
    uint224 figures;
}

/// @dev What the risk engine uses for one expiry now.
/// @param svi Raw SVI of total variance over the time that is left, wad
/// @param carry ln(forward/spot) per year, wad
/// @param halfSpread Volatility, wad
struct Smile {
    Svi.Params svi;
    int256 carry;
    uint256 halfSpread;
}

/// @title IVolatilitySurface
/// @notice Smiles signed by M of N publishers and submitted by anybody, refused when they contain arbitrage, leave the
/// band around the realised volatility or move too fast. Nobody's silence moves a mark: a stale smile is frozen, then
/// blends into the realised volatility.
interface IVolatilitySurface {
    /// @param word As it is stored: the figures of `PackedSlice` above the time in the lowest 32 bits
    event SlicePublished(uint24 indexed market, uint256 indexed expiry, uint256 word);
    event PublishersSet(address[] publishers, uint256 threshold);

    error PublisherCount(uint256 publishers, uint256 threshold, uint256 maximum);
    error PublisherOrder(address publisher, address previous);
    /// @notice Not a whole number of signatures of 64 bytes.
    error SignaturesMalformed(uint256 length);
    error TooFewSignatures(uint256 signatures, uint256 threshold);
    /// @notice `signer` is 0 for a signature that nobody made.
    error NotPublisher(address signer);
    error SignerOrder(address signer, address previous);
    error PublicationTime(uint256 time, uint256 earliest, uint256 latest);
    error PublicationEmpty();
    error SliceExpired(uint256 expiry, uint256 time);
    /// @notice Expiries are at 08:00 UTC and not after `latest`.
    error SliceOffCalendar(uint256 expiry, uint256 latest);
    error SliceOrder(uint256 expiry, uint256 previous);
    error SliceNotNewer(uint256 expiry, uint256 time, uint256 stored);
    /// @notice "rho" (1e-6), "sigma" (1e-9), "variance" (least per year, wad), "carry" (ln(forward/spot), wad),
    /// "halfSpread" or "volatility" (the greatest that is read; wad).
    error SliceOutOfBounds(uint256 expiry, bytes32 name, int256 value, int256 minimum, int256 maximum);
    /// @notice Durrleman's g, with 1/32 more of what slopes take from it, is negative at k (wad): the smile holds
    /// butterfly arbitrage or is close to it.
    error ButterflyArbitrage(uint256 expiry, int256 logMoneyness, int256 density);
    /// @notice The earlier expiry's total variance is greater at k (wad).
    error CalendarArbitrage(uint256 earlier, uint256 later, int256 logMoneyness);
    error SlopeTooSteep(uint256 expiry, uint256 slope, uint256 maximum);
    error OutsideAnchor(uint256 expiry, uint256 volatility, uint256 minimum, uint256 maximum);
    /// @notice The volatility at k is further from the one in force than the time since then allows; wad.
    error MovesTooFast(uint256 expiry, int256 logMoneyness, uint256 volatility, uint256 minimum, uint256 maximum);
    /// @notice The same for the carry per year, wad.
    error CarryMovesTooFast(uint256 expiry, int256 carry, int256 minimum, int256 maximum);

    /// @notice Stores smiles of `market`, all or none. Anybody may submit them. An expiry that was never published
    /// starts with a forward near the spot, |carry·T| ≤ 0.02 + 0.1·T; from there it moves at the speed that all have, 0.5%
    /// per hour up to 10%.
    /// @param time Unix seconds at which they were made
    /// @param slices In order of expiry
    /// @param signatures M signatures in the 64 bytes of ERC-2098 one after another, in ascending order of the signers'
    /// addresses
    function publish(uint24 market, uint32 time, PackedSlice[] calldata slices, bytes calldata signatures) external;

    /// @notice The smiles that hold now. An expiry that was never published is flat at the realised anchor.
    function smiles(uint24 market, uint40[] calldata expiries) external view returns (Smile[] memory);

    /// @notice What was published last for an expiry, and when it was made; time 0 if nothing was.
    function published(uint24 market, uint256 expiry) external view returns (Slice memory slice, uint32 time);

    /// @notice The digest that publishers sign: EIP-712 of the fields of `Slice` by their names, however they are packed.
    function digest(uint24 market, uint32 time, PackedSlice[] calldata slices) external view returns (bytes32);

    /// @notice Who may sign, in ascending order.
    function publishers() external view returns (address[] memory);

    /// @notice How many publishers have to sign.
    function threshold() external view returns (uint256);

    /// @notice Replaces the publishers. Ascending addresses, at most 15; threshold from 1 to their number.
    function setPublishers(address[] calldata publishers, uint256 threshold) external;
}
