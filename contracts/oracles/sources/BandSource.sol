// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {IPriceSource} from "../../interfaces/IPriceSource.sol";
import {BoundedSource} from "./BoundedSource.sol";
import {GuardedCall} from "./GuardedCall.sol";

/// @dev The part of Band's reference contract that Ballast reads. Times are Unix seconds, the rate is in wad.
interface IStdReference {
    function getReferenceData(
        string calldata base,
        string calldata quote
    ) external view returns (uint256 rate, uint256 lastUpdatedBase, uint256 lastUpdatedQuote);
}

/// @title BandSource
/// @notice A pair of Band's standard reference data. Its answers are as old as the older of the two symbols.
/// @dev Liveness: the reference contract answers within `GuardedCall.GAS_LIMIT`.
contract BandSource is BoundedSource {
    using ShortStrings for ShortString;

    /// @notice Band's reference contract.
    address public immutable std;
    ShortString private immutable baseSymbol;
    ShortString private immutable quoteSymbol;

    constructor(
        address std_,
        string memory base_,
        string memory quote_,
        uint32 heartbeat_,
        uint256 minAnswer_,
        uint256 maxAnswer_
    ) BoundedSource(heartbeat_, minAnswer_, maxAnswer_) {
        std = std_;
        baseSymbol = ShortStrings.toShortString(base_);
        quoteSymbol = ShortStrings.toShortString(quote_);
    }

    /// @inheritdoc IPriceSource
    function latest() external view returns (uint256 price, uint256 updatedAt, uint80 roundId) {
        uint256[] memory answer = GuardedCall.read(
            std,
            abi.encodeCall(IStdReference.getReferenceData, (base(), quote())),
            3
        );
        if (answer.length == 0 || !_isPast(answer[1]) || !_isPast(answer[2]) || !_isInside(answer[0])) return (0, 0, 0);
        return (answer[0], answer[1] < answer[2] ? answer[1] : answer[2], 0);
    }

    /// @inheritdoc IPriceSource
    function isPool() external pure returns (bool) {
        return false;
    }

    /// @notice Symbol that is priced.
    function base() public view returns (string memory) {
        return baseSymbol.toString();
    }

    /// @notice Symbol that it is priced in.
    function quote() public view returns (string memory) {
        return quoteSymbol.toString();
    }
}
