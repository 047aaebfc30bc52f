// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {IRiskParameters, MarketRisk, RiskModel} from "../interfaces/IRiskParameters.sol";
import {IRiskSteward} from "../interfaces/IRiskSteward.sol";
import {ReferenceBooks} from "./ReferenceBooks.sol";

/// @title RiskSteward
/// @notice Moves risk parameters by little, for whoever holds its role. It can be trusted as far as its limits: 5% of a
/// parameter and 3% of a reference margin a day, 25% from where governance left them.
contract RiskSteward is IRiskSteward, AccessManaged {
    uint256 private constant INTERVAL = 1 days;
    uint256 private constant STEP = 0.05e18;
    uint256 private constant DAILY_MOVE = 0.03e18;
    uint256 private constant FARTHEST = 0.25e18;
    uint256 private constant WAD = 1e18;
    uint24 private constant MODEL = 0;

    IRiskEngine public immutable riskEngine;
    IRiskParameters public immutable riskParameters;

    /// @dev anchor, fields: margins and parameters where governance left them. written: hash of what the steward set last; anything else that stands
    /// in the parameters has been set by governance. movedAt: unix seconds.
    struct Track {
        uint256[3] anchor;
        bytes fields;
        bytes32 written;
        uint256 movedAt;
    }

    /// @dev By market; 0 for the model.
    mapping(uint24 market => Track) private tracks;

    constructor(address authority, IRiskEngine riskEngine_, IRiskParameters riskParameters_) AccessManaged(authority) {
        riskEngine = riskEngine_;
        riskParameters = riskParameters_;
    }

    /// @inheritdoc IRiskSteward
    function moveModel(RiskModel calldata model) external restricted {
        RiskModel memory current = riskParameters.riskModel();
        _requireWithin(abi.encode(current), abi.encode(model), STEP);
        MarketRisk memory reference_ = _referenceMarket();
        uint256[3] memory before = referenceMargins(current, reference_);
        _track(MODEL, before, referenceMargins(model, reference_), abi.encode(current), abi.encode(model));
        riskParameters.setRiskModel(model);
    }

    /// @inheritdoc IRiskSteward
    function moveMarket(uint24 market, MarketRisk calldata risk) external restricted {
        MarketRisk memory current = riskParameters.marketRisk(market);
        RiskModel memory model = riskParameters.riskModel();
        _requireWithin(abi.encode(current), abi.encode(risk), STEP);
        uint256[3] memory before = referenceMargins(model, current);
        _track(market, before, referenceMargins(model, risk), abi.encode(current), abi.encode(risk));
        riskParameters.setMarketRisk(market, risk);
    }

    /// @inheritdoc IRiskSteward
    function allowedAt(uint24 market) public view returns (uint256) {
        uint256 movedAt = tracks[market].movedAt;
        return movedAt == 0 ? 0 : movedAt + INTERVAL;
    }

    /// @inheritdoc IRiskSteward
    function referenceMargins(
        RiskModel memory model,
        MarketRisk memory risk
    ) public view returns (uint256[3] memory margins) {
        for (uint256 i = 0; i < ReferenceBooks.COUNT; ++i) {
            margins[i] = riskEngine.evaluate(ReferenceBooks.book(i), ReferenceBooks.state(i, risk), model).maintenance;
        }
    }

    /// @dev Holds a move to its limits and remembers it.
    function _track(
        uint24 market,
        uint256[3] memory before,
        uint256[3] memory afterwards,
        bytes memory current,
        bytes memory moved
    ) private {
        require(block.timestamp >= allowedAt(market), TooSoon(allowedAt(market)));
        Track storage track = tracks[market];
        if (track.written != keccak256(current)) {
            (track.anchor, track.fields) = (before, current);
            emit Anchored(market, before);
        }
        _requireWithin(track.fields, moved, FARTHEST);
        for (uint256 i = 0; i < ReferenceBooks.COUNT; ++i) {
            require(_isWithin(afterwards[i], before[i], DAILY_MOVE), MarginMoved(i, before[i], afterwards[i]));
            uint256 anchor = track.anchor[i];
            require(_isWithin(afterwards[i], anchor, FARTHEST), MarginFarFromAnchor(i, anchor, afterwards[i]));
        }
        track.written = keccak256(moved);
        track.movedAt = block.timestamp;
        emit StewardMoved(market, before, afterwards);
    }

    /// @dev Every field of the two structs, one word each, is within a share of what it was: what no reference book shows is
    /// held by this.
    function _requireWithin(bytes memory base, bytes memory moved, uint256 share) private pure {
        for (uint256 i = 0; i < base.length / 32; ++i) {
            (uint256 from, uint256 to) = (_word(base, i), _word(moved, i));
            uint256 step = (from * share) / WAD;
            require(to >= from - step && to <= from + step, StepTooLarge(i, to, from - step, from + step));
        }
    }

    function _word(bytes memory words, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(words, 0x20), shl(5, i))) // the caller stays within the length
        }
    }

    function _isWithin(uint256 value, uint256 base, uint256 share) private pure returns (bool) {
        uint256 distance = value > base ? value - base : base - value;
        return distance * WAD <= base * share;
    }

    /// @dev The parameters of a market as the protocol is delivered: a model is measured in it whatever markets there are.
    function _referenceMarket() private pure returns (MarketRisk memory) {
        return
            MarketRisk({
                rate: 0,
                widthFactor: 4.3e18,
                widthFloor: 0.13e18,
                linearWidthFloor: 0.075e18,
                widthCap: 0.35e18,
                depth: 0
            });
    }
}
