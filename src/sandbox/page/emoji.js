// Emoji short codes. Each line: names (the first is the preferred one) and the character.

const TABLE = `
+1,thumbsup 👍|-1,thumbsdown 👎|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|eyes 👀|pushpin 📌|round_pushpin 📍
wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|nut_and_bolt 🔩|gear ⚙️|toolbox 🧰|screwdriver 🪛|link 🔗|chains ⛓️|paperclip 📎|scissors ✂️|bookmark 🔖|label 🏷️|triangular_flag_on_post 🚩
rotating_light 🚨|fire 🔥|boom,collision 💥|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|construction 🚧|fire_engine 🚒|fire_extinguisher 🧯|ambulance 🚑|helmet_with_white_cross ⛑️|sos 🆘|zap ⚡|ghost 👻|bug 🐛|beetle 🪲|bomb 💣|firecracker 🧨|radioactive_sign ☢️|biohazard_sign ☣️|skull 💀
red_circle 🔴|large_orange_circle,orange_circle 🟠|large_yellow_circle,yellow_circle 🟡|large_green_circle,green_circle 🟢|large_blue_circle,blue_circle 🔵|large_purple_circle,purple_circle 🟣|large_brown_circle,brown_circle 🟤|white_circle ⚪|black_circle ⚫
large_red_square,red_square 🟥|large_orange_square,orange_square 🟧|large_yellow_square,yellow_square 🟨|large_green_square,green_square 🟩|large_blue_square,blue_square 🟦|large_purple_square,purple_square 🟪|white_large_square ⬜|black_large_square ⬛|small_orange_diamond 🔸|small_blue_diamond 🔹|large_orange_diamond 🔶|large_blue_diamond 🔷|white_small_square ▫️|black_small_square ▪️|small_red_triangle 🔺|small_red_triangle_down 🔻
hourglass ⌛|hourglass_flowing_sand ⏳|watch ⌚|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|mantelpiece_clock 🕰️|clock1 🕐|clock2 🕑|clock3 🕒|clock4 🕓|clock5 🕔|clock6 🕕|clock9 🕘|clock12 🕛|calendar 📆|date 📅|spiral_calendar_pad 🗓️
memo,pencil 📝|pencil2 ✏️|lower_left_ballpoint_pen 🖊️|spiral_note_pad 🗒️|clipboard 📋|page_facing_up 📄|page_with_curl 📃|bookmark_tabs 📑|scroll 📜|newspaper 📰|books 📚|book,open_book 📖|notebook 📓|ledger 📒|file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|card_index 📇|file_cabinet 🗄️|wastebasket 🗑️|receipt 🧾
bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|mag 🔍|mag_right 🔎|microscope 🔬|telescope 🔭|bulb 💡|flashlight 🔦|battery 🔋|low_battery 🪫|electric_plug 🔌|computer 💻|desktop_computer 🖥️|keyboard ⌨️|printer 🖨️|floppy_disk 💾|cd 💿|minidisc 💽|satellite 🛰️|satellite_antenna 📡|signal_strength 📶
lock 🔒|unlock 🔓|closed_lock_with_key 🔐|key 🔑|old_key 🗝️|shield 🛡️|police_car 🚓|cop 👮|detective,sleuth_or_spy 🕵️|technologist 🧑‍💻|firefighter 🧑‍🚒|office_worker 🧑‍💼|scientist 🧑‍🔬|construction_worker 👷|guardsman 💂|superhero 🦸|bust_in_silhouette 👤|busts_in_silhouette 👥|man-shrugging 🤷‍♂️|shrug 🤷|facepalm 🤦|raising_hand,raised_hand_person 🙋
telephone_receiver 📞|phone,telephone ☎️|iphone 📱|pager 📟|fax 📠|calling 📲|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speaker 🔈|loud_sound 🔊|mute 🔇|speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️|email,envelope ✉️|incoming_envelope 📨|envelope_with_arrow 📩|inbox_tray 📥|outbox_tray 📤|package 📦|postbox 📮|studio_microphone 🎙️|microphone 🎤|headphones 🎧|movie_camera 🎥|camera 📷
arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrow_up_down ↕️|left_right_arrow ↔️|arrows_counterclockwise 🔄|arrows_clockwise 🔃|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|arrow_forward ▶️|arrow_backward ◀️|fast_forward ⏩|rewind ⏪|arrow_double_up ⏫|arrow_double_down ⏬|double_vertical_bar,pause_button ⏸️|black_square_for_stop ⏹️|repeat 🔁|twisted_rightwards_arrows 🔀|back 🔙|end 🔚|on 🔛|soon 🔜|top 🔝|new 🆕|ok 🆗|up 🆙|cool 🆒|free 🆓|information_source ℹ️|question ❓|grey_question ❔|exclamation,heavy_exclamation_mark ❗|grey_exclamation ❕|bangbang ‼️|interrobang ⁉️|100 💯
heavy_plus_sign ➕|heavy_minus_sign ➖|heavy_multiplication_x ✖️|heavy_division_sign ➗|infinity ♾️|recycle ♻️|checkered_flag 🏁|white_flag,waving_white_flag 🏳️|crossed_flags 🎌|dart 🎯|jigsaw 🧩|game_die 🎲|crystal_ball 🔮|magic_wand 🪄|test_tube 🧪|alembic ⚗️|petri_dish 🧫|dna 🧬|pill 💊|adhesive_bandage 🩹|stethoscope 🩺|thermometer 🌡️|syringe 💉|hospital 🏥
zero 0️⃣|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|hash #️⃣|a 🅰️|b 🅱️|o ⭕
wave 👋|raised_hand,hand ✋|raised_hands 🙌|clap 👏|pray 🙏|handshake 🤝|muscle 💪|ok_hand 👌|point_up ☝️|point_up_2 👆|point_down 👇|point_left 👈|point_right 👉|v ✌️|crossed_fingers 🤞|fist 👊|writing_hand ✍️|vulcan_salute 🖖|saluting_face 🫡|brain 🧠
smile 😄|grinning 😀|smiley 😃|grin 😁|laughing 😆|joy 😂|rofl 🤣|slightly_smiling_face 🙂|upside_down_face 🙃|wink 😉|blush 😊|relieved 😌|sunglasses 😎|nerd_face 🤓|thinking_face,thinking 🤔|neutral_face 😐|expressionless 😑|face_with_raised_eyebrow 🤨|sweat_smile 😅|sweat 😓|disappointed 😞|worried 😟|cry 😢|sob 😭|scream 😱|fearful 😨|flushed 😳|angry 😠|rage 😡|triumph 😤|sleeping 😴|sleepy 😪|mask 😷|exploding_head 🤯|melting_face 🫠|hugging_face 🤗|zipper_mouth_face 🤐|shushing_face 🤫|face_palm 🤦|party_face,partying_face 🥳|star-struck 🤩|heart_eyes 😍|robot_face 🤖|see_no_evil 🙈|hear_no_evil 🙉|speak_no_evil 🙊
heart ❤️|green_heart 💚|blue_heart 💙|yellow_heart 💛|purple_heart 💜|broken_heart 💔|sparkles ✨|star ⭐|star2 🌟|dizzy 💫|tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal,sports_medal 🏅|first_place_medal 🥇|crown 👑|gem 💎|ring 💍|rainbow 🌈|sunny ☀️|cloud ☁️|partly_sunny ⛅|rain_cloud 🌧️|thunder_cloud_and_rain ⛈️|lightning 🌩️|snowflake ❄️|ocean 🌊|tornado 🌪️|volcano 🌋|droplet 💧|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|globe_with_meridians 🌐|world_map 🗺️|compass 🧭|moon 🌔|sunrise 🌅
rocket 🚀|airplane ✈️|ship 🚢|train 🚋|truck 🚚|car 🚗|bike 🚲|vertical_traffic_light 🚦|traffic_light 🚥|busstop 🚏|fuelpump ⛽|anchor ⚓|building_construction 🏗️|house 🏠|office 🏢|bank 🏦|factory 🏭|classical_building 🏛️|department_store 🏬|brick,bricks 🧱|ladder 🪜|door 🚪|bed 🛏️|shopping_trolley 🛒|credit_card 💳|moneybag 💰|dollar 💵|scales ⚖️
coffee ☕|tea 🍵|beer 🍺|pizza 🍕|cake 🍰|birthday 🎂|cookie 🍪|doughnut 🍩|popcorn 🍿|apple 🍎|banana 🍌|hot_pepper 🌶️|cat 🐱|dog 🐶|fox_face 🦊|owl 🦉|turtle 🐢|snail 🐌|whale 🐳|octopus 🐙|unicorn_face 🦄|penguin 🐧|crab 🦀|elephant 🐘|bee 🐝|seedling 🌱|evergreen_tree 🌲|four_leaf_clover 🍀
`;

const CHARS = new Map();
const PREFERRED = [];

for (const cell of TABLE.trim().split(/\n|\|/)) {
  const [names, char] = cell.split(" ");
  const all = names.split(",");
  PREFERRED.push(all[0]);
  for (const name of all) CHARS.set(name, char);
}

const SKIN = /::skin-tone-[2-6]$/;

/** The character of a short code (without colons), or null. */
export function emojiChar(name) {
  return CHARS.get(name.replace(SKIN, "")) ?? null;
}

/** Short codes that contain `query`, those that start with it first. */
export function findEmoji(query, limit = 60) {
  const wanted = query.toLowerCase();
  const hits = [...CHARS.keys()].filter((name) => name.includes(wanted) && (wanted !== "" || PREFERRED.includes(name)));
  if (wanted !== "") hits.sort((a, b) => rank(a, wanted) - rank(b, wanted) || a.length - b.length);
  return hits.slice(0, limit).map((name) => ({ name, char: CHARS.get(name) }));
}

function rank(name, wanted) {
  if (name === wanted) return 0;
  return name.startsWith(wanted) ? 1 : 2;
}

/** What the small picker offers first. */
export const QUICK = ["pushpin", "white_check_mark", "ballot_box_with_check", "wrench", "eyes", "+1", "raised_hands", "fire", "rotating_light", "warning", "tada", "heart"];
