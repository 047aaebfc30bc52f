// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Answer, Answers, SourceSlot} from "./Answers.sol";
import {ClockState} from "./ClockWord.sol";
import {Anchor, Consensus} from "./Consensus.sol";
import {RealizedVolatility} from "./RealizedVolatility.sol";
import {SourceList} from "./SourceList.sol";
import {TradingHours} from "./TradingHours.sol";

/// @title PriceOracle
/// @notice The price of each market from its sources, and the clock that remembers it.
contract PriceOracle is RealizedVolatility {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;

    constructor(address authority, IRiskParameters riskParameters_) SourceList(authority, riskParameters_) {}

    /// @inheritdoc IPriceOracle
    function read(uint24 market) public view override returns (Reading memory r) {
        (r, ) = _readWith(market);
    }

    /// @dev Asks no more sources than it needs: the third only when the first two do not settle it.
    function _readWith(uint24 market) internal view override returns (Reading memory r, Answer memory lead) {
        Listing memory listing = listings[market];
        require(listing.count != 0, UnknownMarket(market));
        (uint256 freshSince, uint256 pause) = listing.scheduled ? _pauseOf(market) : (block.timestamp, 0);
        Answer[] memory answers = new Answer[](listing.count);
        lead = answers[0] = Answers.ask(SourceSlot(listing.source, listing.heartbeat, listing.isPool), freshSince);
        bool live = lead.fresh;
        if (listing.count != 1) {
            answers[1] = Answers.ask(others[market][0], freshSince);
            live = live && answers[1].fresh && Consensus.agree(lead.price, answers[1].price);
        }
        if (live) {
            r = Reading(lead.price, lead.price, lead.price, Status.Live, lead.updatedAt);
        } else {
            if (listing.count == 3) answers[2] = Answers.ask(others[market][1], freshSince);
            ClockState memory s = clocks[market].unpack();
            r = _settle(answers, Anchor(s.price, s.sampledAt, listing.stress * SETTING_UNIT));
        }
        if (pause == 0) return (r, lead);
        if (r.status == Status.Live) r.status = Status.Degraded;
        Consensus.widen(r, FixedPoint.mulUp(listing.stress * SETTING_UNIT, FixedPoint.sqrt((pause * WAD) / YEAR)));
    }

    function _settle(Answer[] memory answers, Anchor memory anchor) private view returns (Reading memory) {
        for (uint256 i = 0; i < answers.length; ++i) {
            if (answers[i].fresh) return Consensus.degraded(answers, anchor);
        }
        return Consensus.down(answers, anchor);
    }

    /// @dev While a market pauses, an answer that was fresh when it closed is as fresh as can be.
    function _pauseOf(uint24 market) private view returns (uint256 freshSince, uint256 pause) {
        (uint256 closed, uint256 opens) = TradingHours.pauseAround(tradingHours[market], block.timestamp);
        return closed == 0 ? (block.timestamp, 0) : (closed, opens - closed);
    }
}
