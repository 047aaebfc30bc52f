// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Calendar} from "../instruments/Calendar.sol";
import {IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {IVolatilitySurface, PackedSlice, Slice, Smile} from "../interfaces/IVolatilitySurface.sol";
import {Svi} from "../pricing/Svi.sol";
import {PublicationHash} from "./surface/PublicationHash.sol";
import {Publishers} from "./surface/Publishers.sol";
import {SliceStore} from "./surface/SliceStore.sol";
import {SliceWord, SliceWordCodec} from "./surface/SliceWord.sol";
import {Candidate, SmileChecks} from "./surface/SmileChecks.sol";
import {SmileInForce} from "./surface/SmileInForce.sol";

/// @title VolatilitySurface
/// @notice Keeps the smiles that publishers signed and that the checks let in. It calls only the clock, a contract of the
/// house that calls nobody back.
contract VolatilitySurface is Publishers, SliceStore, EIP712, AccessManaged {
    /// @notice The longest time to expiry: a month more than the calendar lists, so that a smile can be there before.
    uint256 public constant HORIZON = Calendar.MONTHLY_HORIZON + 35 days;
    /// @notice How old a publication may be when it arrives.
    uint256 public constant MAX_DELAY = 10 minutes;

    IRealizedVolatility public immutable clock;

    constructor(
        address authority,
        IRealizedVolatility clock_
    ) AccessManaged(authority) EIP712("Ballast VolatilitySurface", "1") {
        clock = clock_;
    }

    /// @inheritdoc IVolatilitySurface
    /// @dev A slice is compared with the one before it in the publication, which is stored by then, and not with what the
    /// next one will replace: a whole surface can move at once.
    function publish(uint24 market, uint32 time, PackedSlice[] calldata slices, bytes calldata signatures) external {
        uint256 earliest = block.timestamp - MAX_DELAY;
        bool onTime = time >= earliest && time <= block.timestamp;
        require(onTime, PublicationTime(time, earliest, block.timestamp));
        uint256 count = slices.length;
        require(count != 0, PublicationEmpty());
        _requireSigned(digest(market, time, slices), signatures);
        Candidate memory candidate;
        Svi.Params memory other;
        uint256 previous;
        for (uint256 i = 0; i < count; ++i) {
            uint256 expiry = slices[i].expiry;
            require(expiry > previous, SliceOrder(expiry, previous));
            _admit(market, expiry, SliceWordCodec.stamp(slices[i].figures, time), candidate, other);
            _requireCalendar(market, candidate, i + 1 < count ? slices[i + 1].expiry : type(uint256).max, other);
            previous = expiry;
        }
    }

    /// @inheritdoc IVolatilitySurface
    function setPublishers(address[] calldata publishers, uint256 threshold_) external restricted {
        _setPublishers(publishers, threshold_);
    }

    /// @inheritdoc IVolatilitySurface
    function smiles(uint24 market, uint40[] calldata expiries) external view returns (Smile[] memory result) {
        result = new Smile[](expiries.length);
        for (uint256 i = 0; i < expiries.length; ++i) {
            if (expiries[i] > block.timestamp) result[i] = _smileOf(market, expiries[i]);
        }
    }

    /// @inheritdoc IVolatilitySurface
    function published(uint24 market, uint256 expiry) external view returns (Slice memory slice, uint32 time) {
        SliceWord word = _wordOf(market, expiry);
        return (word.unpack(expiry), uint32(word.time()));
    }

    /// @inheritdoc IVolatilitySurface
    function digest(uint24 market, uint32 time, PackedSlice[] calldata slices) public view returns (bytes32) {
        return _hashTypedDataV4(PublicationHash.hash(market, time, slices));
    }

    /// @dev Checks one slice by itself, against the clock and against the one before, and stores it.
    /// @param c Where it is read to
    /// @param other Memory to read others to
    function _admit(
        uint24 market,
        uint256 expiry,
        SliceWord word,
        Candidate memory c,
        Svi.Params memory other
    ) private {
        uint256 tenor = _tenorOf(expiry);
        SliceWord stored = _wordOf(market, expiry);
        uint256 last = stored.time();
        require(word.time() > last, SliceNotNewer(expiry, word.time(), last));
        SmileChecks.load(c, word, expiry, tenor, last == 0);
        SmileChecks.requireNoButterfly(c);
        uint256 anchor = clock.anchor(market, tenor);
        SmileChecks.requireNearAnchor(c, anchor);
        if (last != 0) {
            int256 carry;
            (other, carry) = SmileInForce.curve(stored, tenor, block.timestamp - last, anchor, other);
            SmileChecks.requireSlow(c, other, word.time() - last);
            SmileChecks.requireSlowCarry(c, word.carry(), carry, word.time() - last);
        }
        _store(market, expiry, word, last == 0);
        emit SlicePublished(market, expiry, SliceWord.unwrap(word));
    }

    /// @dev Compares a candidate with the nearest fresh slices on both sides. If the later one is the next of the same
    /// publication, it is compared from there.
    /// @param next Expiry of that one; more than any if there is none
    /// @param other Memory to read others to
    function _requireCalendar(uint24 market, Candidate memory c, uint256 next, Svi.Params memory other) private view {
        (uint256 found, SliceWord word) = _freshBelow(market, c.expiry);
        if (found != 0) _requireOrder(c, found, word, other);
        uint256 last = block.timestamp + HORIZON;
        (found, word) = _freshAbove(market, c.expiry, next < last ? next : last);
        if (found != 0 && found != next) _requireOrder(c, found, word, other);
    }

    function _requireOrder(Candidate memory c, uint256 found, SliceWord word, Svi.Params memory other) private view {
        word.load(found - block.timestamp, other);
        SmileChecks.requireCalendar(c, found, other);
    }

    function _smileOf(uint24 market, uint256 expiry) private view returns (Smile memory) {
        uint256 tenor = expiry - block.timestamp;
        SliceWord word = _wordOf(market, expiry);
        uint256 age = block.timestamp - word.time();
        uint256 anchor = SmileInForce.needsAnchor(word, age) ? clock.anchor(market, tenor) : 0;
        return SmileInForce.calculate(word, tenor, age, anchor);
    }

    /// @dev Seconds until an expiry that may have a smile.
    function _tenorOf(uint256 expiry) private view returns (uint256) {
        require(expiry > block.timestamp, SliceExpired(expiry, block.timestamp));
        uint256 latest = block.timestamp + HORIZON;
        bool onCalendar = expiry % 1 days == Calendar.HOUR_OF_EXPIRY && expiry <= latest;
        require(onCalendar, SliceOffCalendar(expiry, latest));
        return expiry - block.timestamp;
    }
}
