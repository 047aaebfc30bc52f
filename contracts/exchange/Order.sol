// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";

/// @dev One leg of an order: contracts per lot, positive to buy.
struct Leg {
    Instrument instrument;
    int64 ratio;
}

/// @dev A condition on the price of a market; market 0 for none.
struct Trigger {
    uint24 market;
    uint128 price;
    bool above;
}

/// @dev A signed order. Amounts are wad, times unix seconds; a field that is 0 does not bind.
/// @param account Account that trades
/// @param accountEpoch Epoch of the account at signing
/// @param signer Who signs: the owner of the account
/// @param legs What one lot is made of
/// @param lots Most lots that may be filled
/// @param minFill Fewest lots of one fill, unless less remains
/// @param price Least net cash accepted per lot; positive: the account receives
/// @param priceKind How `price` is stated: 0 net cash
/// @param spotLow Lower end of the spot band of a volatility limit
/// @param spotHigh Upper end of it
/// @param spotSpread Half-spread of the spot of a volatility limit
/// @param endPrice Limit at `endTime` of an order whose limit moves with time
/// @param endTime When the limit has arrived at `endPrice`
/// @param maxPriceAge Greatest age of the oracle's price, seconds
/// @param maxFee Most taker fee for all lots together
/// @param relayFee Fee for the submitter for all lots together
/// @param validFrom First second at which the order is valid
/// @param validUntil Last second at which it is valid
/// @param nonce Bit (low 8 bits) of a word (the rest) that is set by a complete fill or a cancellation
/// @param group Orders that share limits
/// @param flags Sum of the values in `OrderFlags`
/// @param trigger Condition on a price
/// @param filler Who alone may submit the order; 0 for anybody
/// @param referrer Named in the event
/// @param tag Named in the event
struct Order {
    uint256 account;
    uint64 accountEpoch;
    address signer;
    Leg[] legs;
    uint128 lots;
    uint128 minFill;
    int128 price;
    uint8 priceKind;
    uint128 spotLow;
    uint128 spotHigh;
    uint64 spotSpread;
    int128 endPrice;
    uint40 endTime;
    uint40 maxPriceAge;
    uint128 maxFee;
    uint128 relayFee;
    uint40 validFrom;
    uint40 validUntil;
    uint256 nonce;
    bytes32 group;
    uint32 flags;
    Trigger trigger;
    address filler;
    address referrer;
    bytes32 tag;
}

/// @title OrderFlags
library OrderFlags {
    uint32 internal constant TAKER = 1;
    uint32 internal constant REDUCE_ONLY = 2;
    uint32 internal constant ALL_OR_NONE = 4;
    uint32 internal constant POST_ONLY = 8;
    uint32 internal constant FILL_OR_KILL = 16;
}

/// @title OrderHash
/// @notice EIP-712 struct hashes. Every field is part of them.
library OrderHash {
    bytes private constant LEG = "Leg(uint128 instrument,int64 ratio)";
    bytes private constant TRIGGER = "Trigger(uint24 market,uint128 price,bool above)";
    bytes private constant ORDER =
        "Order(uint256 account,uint64 accountEpoch,address signer,Leg[] legs,uint128 lots,uint128 minFill,int128 price,"
        "uint8 priceKind,uint128 spotLow,uint128 spotHigh,uint64 spotSpread,int128 endPrice,uint40 endTime,"
        "uint40 maxPriceAge,uint128 maxFee,uint128 relayFee,uint40 validFrom,uint40 validUntil,uint256 nonce,"
        "bytes32 group,uint32 flags,Trigger trigger,address filler,address referrer,bytes32 tag)";

    bytes32 private constant LEG_TYPEHASH = keccak256("Leg(uint128 instrument,int64 ratio)");
    bytes32 private constant TRIGGER_TYPEHASH = keccak256("Trigger(uint24 market,uint128 price,bool above)");

    /// @notice Struct hash of an order.
    function hash(Order calldata o) internal pure returns (bytes32) {
        bytes memory head = abi.encode(
            keccak256(bytes.concat(ORDER, LEG, TRIGGER)),
            o.account,
            o.accountEpoch,
            o.signer,
            _hashLegs(o.legs),
            o.lots,
            o.minFill,
            o.price,
            o.priceKind,
            o.spotLow,
            o.spotHigh,
            o.spotSpread
        );
        bytes memory middle = abi.encode(
            o.endPrice,
            o.endTime,
            o.maxPriceAge,
            o.maxFee,
            o.relayFee,
            o.validFrom,
            o.validUntil,
            o.nonce
        );
        bytes memory tail = abi.encode(o.group, o.flags, _hashTrigger(o.trigger), o.filler, o.referrer, o.tag);
        return keccak256(bytes.concat(head, middle, tail));
    }

    function _hashLegs(Leg[] calldata legs) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](legs.length);
        for (uint256 i = 0; i < legs.length; ++i) {
            hashes[i] = keccak256(abi.encode(LEG_TYPEHASH, legs[i].instrument, legs[i].ratio));
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function _hashTrigger(Trigger calldata t) private pure returns (bytes32) {
        return keccak256(abi.encode(TRIGGER_TYPEHASH, t.market, t.price, t.above));
    }
}
