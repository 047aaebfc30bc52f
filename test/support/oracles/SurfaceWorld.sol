// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VolatilitySurface} from "../../../contracts/oracles/VolatilitySurface.sol";
import {IRealizedVolatility} from "../../../contracts/interfaces/IRealizedVolatility.sol";
import {PackedSlice, Slice, Smile} from "../../../contracts/interfaces/IVolatilitySurface.sol";
import {SliceWordCodec} from "../../../contracts/oracles/surface/SliceWord.sol";
import {VM} from "../world/Vm.sol";
import {SteadyClock} from "./SteadyClock.sol";

/// @notice Lets its owner do everything, and nobody else.
contract OneOwner {
    address private immutable owner = msg.sender;

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == owner, 0);
    }
}

/// @title SurfaceWorld
/// @notice A surface with five publishers of whom three sign, a clock that says 60%, and words to act with.
abstract contract SurfaceWorld {
    uint24 internal constant ETH = 1;
    /// @dev A Friday, 09:00 UTC.
    uint256 internal constant START = 1_772_787_600;
    uint256 internal constant THRESHOLD = 3;
    uint256 internal constant WAD = 1e18;
    uint256 internal constant YEAR = 365 days;
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    SteadyClock internal clock;
    VolatilitySurface internal surface;
    /// @dev Keys in the order of their addresses.
    uint256[] internal keys;

    function setUp() public virtual {
        VM.warp(START);
        clock = new SteadyClock();
        clock.set(ETH, 0.6e18);
        surface = _newSurface();
        for (uint256 key = 1; key <= 5; ++key) _insert(key);
        surface.setPublishers(_addresses(keys), THRESHOLD);
    }

    function _newSurface() internal returns (VolatilitySurface) {
        return new VolatilitySurface(address(new OneOwner()), IRealizedVolatility(address(clock)));
    }

    /// @dev 08:00 UTC, `day` days after today's.
    function _expiry(uint256 day) internal pure returns (uint40) {
        return uint40(START - 1 hours + day * 1 days);
    }

    /// @dev About 60% at the money, with the skew of a share and 0.5% of spread.
    function _slice(uint256 day) internal pure returns (Slice memory) {
        return Slice(_expiry(day), 0.2e9, 0.4e9, -0.2e6, 0.01e9, 0.4e9, 0.03e8, 0.005e6);
    }

    /// @dev The same volatility at every strike, 1e-9 of variance per year.
    function _flat(uint256 day, int40 variance) internal pure returns (Slice memory) {
        return Slice(_expiry(day), variance, 0, 0, 0, 1e9, 0, 0);
    }

    function _one(Slice memory slice) internal pure returns (Slice[] memory slices) {
        slices = new Slice[](1);
        slices[0] = slice;
    }

    function _two(Slice memory first, Slice memory second) internal pure returns (Slice[] memory slices) {
        slices = new Slice[](2);
        slices[0] = first;
        slices[1] = second;
    }

    function _pack(Slice[] memory slices) internal pure returns (PackedSlice[] memory packed) {
        packed = new PackedSlice[](slices.length);
        for (uint256 i = 0; i < slices.length; ++i) packed[i] = SliceWordCodec.pack(slices[i]);
    }

    function _publish(Slice memory slice) internal {
        _publish(_one(slice));
    }

    function _publish(Slice[] memory slices) internal {
        uint32 time = uint32(block.timestamp);
        surface.publish(ETH, time, _pack(slices), _signed(time, slices));
    }

    /// @dev The publication of now is refused with `reason`.
    function _refused(bytes memory reason, Slice memory slice) internal {
        _refused(reason, _one(slice));
    }

    function _refused(bytes memory reason, Slice[] memory slices) internal {
        uint32 time = uint32(block.timestamp);
        bytes memory signatures = _signed(time, slices);
        VM.expectRevert(reason);
        surface.publish(ETH, time, _pack(slices), signatures);
    }

    function _refusedFor(bytes4 selector, Slice memory slice) internal {
        uint32 time = uint32(block.timestamp);
        bytes memory signatures = _signed(time, _one(slice));
        VM.expectPartialRevert(selector);
        surface.publish(ETH, time, _pack(_one(slice)), signatures);
    }

    function _signed(uint32 time, Slice[] memory slices) internal view returns (bytes memory signatures) {
        bytes32 digest = surface.digest(ETH, time, _pack(slices));
        for (uint256 i = 0; i < THRESHOLD; ++i) signatures = bytes.concat(signatures, _sign(keys[i], digest));
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        require(uint256(s) <= HALF_ORDER);
        return abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255));
    }

    function _smile(uint256 expiry) internal view returns (Smile memory) {
        uint40[] memory expiries = new uint40[](1);
        expiries[0] = uint40(expiry);
        return surface.smiles(ETH, expiries)[0];
    }

    function _addresses(uint256[] memory list) internal pure returns (address[] memory addresses) {
        addresses = new address[](list.length);
        for (uint256 i = 0; i < list.length; ++i) addresses[i] = VM.addr(list[i]);
    }

    function _insert(uint256 key) private {
        keys.push(key);
        for (uint256 i = keys.length - 1; i > 0 && VM.addr(keys[i]) < VM.addr(keys[i - 1]); --i) {
            (keys[i], keys[i - 1]) = (keys[i - 1], keys[i]);
        }
    }
}
